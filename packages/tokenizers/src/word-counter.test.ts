import fc from 'fast-check';
import { expect, test } from 'vitest';
import { WordCounter } from './word-counter.js';
import { splitWords } from './word-rules.js';

const countAll = (texts: readonly string[], mostWords?: number): WordCounter => {
  const counter = new WordCounter(mostWords);
  for (const text of texts) counter.add(text);
  return counter;
};
const exact = (texts: readonly string[]): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const word of texts.flatMap(splitWords)) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
};

test('counts are exact while the words fit', () => {
  const { counts, forgotten } = countAll(['the cat', 'the cats saw the cat']);
  expect([...counts]).toEqual([...exact(['the cat', 'the cats saw the cat'])]);
  expect(forgotten).toBe(0);
});

test('the rarest words are forgotten, and all that is missing is accounted for', () => {
  const word = fc.constantFrom('a', 'b', 'c', 'dd', 'ee', 'ff', 'ggg', 'hhh', 'iii', 'jjj');
  const text = fc.array(word, { maxLength: 12 }).map((words) => words.join(' '));
  fc.assert(
    fc.property(fc.array(text, { maxLength: 20 }), fc.integer({ min: 2, max: 8 }), (texts, mostWords) => {
      const { counts, forgotten } = countAll(texts, mostWords);
      expect(counts.size).toBeLessThanOrEqual(mostWords);
      let missing = 0;
      for (const [key, count] of exact(texts)) {
        const kept = counts.get(key) ?? 0;
        expect(kept).toBeLessThanOrEqual(count);
        missing += count - kept;
      }
      expect(forgotten).toBe(missing);
    }),
  );
  const { counts } = countAll([`${'often '.repeat(9)}once twice twice`], 2);
  expect([...counts.keys()]).toEqual([' often']);
});
