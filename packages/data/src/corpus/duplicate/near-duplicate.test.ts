import { createRandom } from '@lethe/contracts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { generateBackground } from '../../stage/worlds/generated/generate-background.js';
import {
  createNearDuplicator,
  createShingleSimilarity,
  resolveNearDuplicateOptions,
} from './near-duplicate.js';

/** Jaccard similarity of word shingles, written out. */
function wordShingleJaccard(a: string, b: string, size: number): number {
  const shingles = (text: string): Set<string> => {
    const words = text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
    const count = words.length === 0 ? 0 : Math.max(1, words.length - size + 1);
    return new Set(Array.from({ length: count }, (_, i) => words.slice(i, i + size).join(' ')));
  };
  const [left, right] = [shingles(a), shingles(b)];
  const common = [...left].filter((shingle) => right.has(shingle)).length;
  const union = left.size + right.size - common;
  return union === 0 ? 1 : common / union;
}

const documents = generateBackground(40, 5).map(({ text }) => text);
const long = documents.join('\n');

test('the measure is the Jaccard similarity of the sets of shingles, written out', () => {
  const words = fc.array(fc.constantFrom('one', 'Two', 'three', 'é', "don't", 'ONE'), { maxLength: 12 });
  fc.assert(
    fc.property(words, words, fc.integer({ min: 1, max: 4 }), (a, b, size) => {
      const measure = createShingleSimilarity({ unit: 'word', size, lowercase: true, punctuation: 'drop' });
      measure.compareWith(a.join(' '));
      expect(measure.to(b.join(', '))).toBeCloseTo(wordShingleJaccard(a.join(' '), b.join(' '), size), 12);
    }),
  );
});

describe('a near-duplicate', () => {
  for (const jaccard of [0.1, 0.5, 0.8, 0.9, 0.95]) {
    test(`has the Jaccard similarity ${jaccard} of word 5-grams, as it says`, () => {
      const make = createNearDuplicator(resolveNearDuplicateOptions({ jaccard }));
      for (let index = 0; index < 5; index++) {
        const { text, similarity } = make(long, createRandom(1, 'test', index));
        expect(similarity).toBeCloseTo(wordShingleJaccard(long, text, 5), 9);
        expect(Math.abs(similarity - jaccard)).toBeLessThanOrEqual(0.01);
      }
    });

    test(`has the Jaccard similarity ${jaccard} of characters`, () => {
      const options = { jaccard, unit: 'character', shingleSize: 9, tolerance: 0.005 } as const;
      const make = createNearDuplicator(resolveNearDuplicateOptions(options));
      for (let index = 0; index < 3; index++) {
        const { text, similarity } = make(long, createRandom(1, 'test', index));
        expect(text).not.toBe(long);
        expect(Math.abs(similarity - jaccard)).toBeLessThanOrEqual(0.005);
      }
    });
  }

  test('of a short text is as near as one more or one less shingle allows', () => {
    const make = createNearDuplicator(resolveNearDuplicateOptions({ jaccard: 0.8, tolerance: 0 }));
    for (const [index, text] of documents.entries()) {
      const shingles = text.match(/[\p{L}\p{M}\p{N}]+/gu)!.length - 4;
      // With c of S shingles changed the similarity is (S - c) / (S + c); one c more or less is this far.
      const step = 2 / shingles;
      const { similarity } = make(text, createRandom(2, 'test', index));
      expect(Math.abs(similarity - 0.8)).toBeLessThanOrEqual(step);
    }
  });

  test('is the same for the same text and random numbers, another for others', () => {
    const make = createNearDuplicator(resolveNearDuplicateOptions({ jaccard: 0.7 }));
    const first = make(long, createRandom(3, 'test', 0));
    make(documents[0]!, createRandom(3, 'test', 9));
    expect(make(long, createRandom(3, 'test', 0))).toEqual(first);
    expect(make(long, createRandom(3, 'test', 1)).text).not.toBe(first.text);
  });

  test('of a text too short for it is the nearest that there is, with its similarity', () => {
    const make = createNearDuplicator(resolveNearDuplicateOptions({ jaccard: 0.9 }));
    // One shingle: all or nothing.
    expect(make('Just three words', createRandom(1, 'test'))).toEqual({
      text: 'Just three words',
      similarity: 1,
    });
    expect(make(' !? ', createRandom(1, 'test'))).toEqual({ text: ' !? ', similarity: 1 });
    const low = createNearDuplicator(resolveNearDuplicateOptions({ jaccard: 0.1 }));
    expect(low('Just three words', createRandom(1, 'test')).similarity).toBe(0);
  });

  test('has whole characters, in any script', () => {
    const script = '学而时习之不亦说乎 🙂🙃🙂 有朋自远方来不亦乐乎 𝔸𝔹ℂ e\u0301te\u0301 слово за словом';
    for (const unit of ['word', 'character'] as const) {
      const options = { jaccard: 0.6, unit, shingleSize: 3 };
      const make = createNearDuplicator(resolveNearDuplicateOptions(options));
      for (let index = 0; index < 20; index++) {
        const { text } = make(script, createRandom(1, 'test', index));
        expect((text as unknown as { isWellFormed(): boolean }).isWellFormed()).toBe(true);
      }
    }
  });
});

test.each([
  [{ jaccard: 1 }, /jaccard[\s\S]*below 1/],
  [{ jaccard: 0 }, /jaccard/],
  [{ jaccard: Number.NaN }, /jaccard/],
  [{ jaccard: 0.5, tolerance: -1 }, /tolerance/],
  [{ jaccard: 0.5, shingleSize: 1.5 }, /shingleSize/],
])('%j is refused', (options, message) => {
  expect(() => resolveNearDuplicateOptions(options)).toThrow(message);
});
