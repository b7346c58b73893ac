import { describe, expect, it } from 'vitest';
import { createPlanter, type PlantedShape, spellWord } from './planted-documents.js';

const shape: PlantedShape = { seed: 3, words: 60, exact: 0.1, near: 0.15, jaccard: 0.9, shingle: 5 };

const shingles = (words: Uint16Array): Set<string> => {
  const set = new Set<string>();
  for (let i = 0; i + 5 <= words.length; i++) set.add(words.subarray(i, i + 5).join(' '));
  return set;
};
const jaccard = (a: Set<string>, b: Set<string>): number => {
  const both = [...a].filter((one) => b.has(one)).length;
  return both / (a.size + b.size - both);
};

describe('createPlanter', () => {
  const planter = createPlanter(shape);
  const documents = Array.from({ length: 4000 }, (_, i) => {
    const { kind, origin, words } = planter(i);
    return { kind, origin, words: words.slice() };
  });

  it('plants as many as asked for, each of an earlier original', () => {
    const share = (kind: string): number => documents.filter((one) => one.kind === kind).length / 4000;
    expect(Math.abs(share('exact') - 0.1)).toBeLessThan(0.015);
    expect(Math.abs(share('near') - 0.15)).toBeLessThan(0.015);
    documents.forEach(({ kind, origin }, i) => {
      if (kind === 'original') expect(origin).toBe(i);
      else expect([origin < i, documents[origin]!.kind]).toEqual([true, 'original']);
    });
  });

  it('copies are equal, near ones as similar as whole words allow, and nothing else is', () => {
    let sum = 0;
    let near = 0;
    for (const { kind, origin, words } of documents) {
      const original = documents[origin]!.words;
      if (kind === 'exact') expect(words).toEqual(original);
      if (kind !== 'near') continue;
      const similarity = jaccard(shingles(words), shingles(original));
      expect(Math.abs(similarity - 0.9)).toBeLessThan(0.04);
      sum += similarity;
      near++;
    }
    expect(sum / near).toBeCloseTo(0.9, 2);
    const texts = new Set(
      documents.filter(({ kind }) => kind !== 'exact').map(({ words }) => words.join(' ')),
    );
    expect(texts.size).toBe(documents.filter(({ kind }) => kind !== 'exact').length);
  });

  it('gives a document from its number alone', () => {
    const again = createPlanter(shape);
    for (const i of [3999, 17, 2402, 0]) expect(again(i).words).toEqual(documents[i]!.words);
  });
});

it('spells every word of the vocabulary in its own way', () => {
  const words = Array.from({ length: 65_536 }, (_, word) => spellWord(word));
  expect(new Set(words).size).toBe(65_536);
  expect(words.every((word) => word.length === 5)).toBe(true);
});
