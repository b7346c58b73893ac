import fc from 'fast-check';
import { expect, test } from 'vitest';
import { assembleRow, type Placement } from './assemble-row.js';
import { documentNumbersOfRow, documentStartsOfRow } from './document-starts-of-row.js';

const T = 12;
const background = { ids: ['a', 'b', 'c'], starts: [0, 4, 9] };
const starts = (placement: Placement, positions: number[], lengths: number[]): string => {
  const injection = { placement, positions, lengths, factIds: positions.map((_, i) => `f${i}`) };
  return documentStartsOfRow(background, injection, T)
    .map(({ start, id, injected }) => `${start}${injected ? '!' : ':'}${id}`)
    .join(' ');
};

test('documents begin where the placement puts them', () => {
  expect(starts('none', [], [])).toBe('0:a 4:b 9:c');
  expect(starts('prepend', [0], [5])).toBe('0!f0 5:a 9:b');
  expect(starts('prepend', [0, 2], [2, 1])).toBe('0!f0 2!f1 3:a 7:b');
  expect(starts('prepend', [0], [12])).toBe('0!f0');
  expect(starts('append', [7], [5])).toBe('0:a 4:b 7!f0');
  expect(starts('replace', [0], [4])).toBe('0!f0 4:b 9:c');
});

test('an interrupted document goes on behind the text', () => {
  expect(starts('replace', [5], [2])).toBe('0:a 4:b 5!f0 7:b 9:c');
  expect(starts('replace', [3], [7])).toBe('0:a 3!f0 10:c');
});

test('starts are where the owner of the tokens changes in the assembled row', () => {
  const cuts = fc.uniqueArray(fc.integer({ min: 1, max: T - 1 }), { maxLength: 4 });
  const lengths = fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 3 });
  const placements = fc.constantFrom<Placement>('prepend', 'replace', 'append');
  fc.assert(
    fc.property(cuts, lengths, placements, fc.nat(T), (ends, sizes, placement, wish) => {
      const total = sizes.reduce((sum, size) => sum + size, 0);
      fc.pre(total <= T);
      const begins = [0, ...ends.sort((a, b) => a - b)];
      const first = { prepend: 0, append: T - total, replace: Math.min(wish, T - total), none: 0 }[placement];
      const positions = sizes.map((_, i) => first + sizes.slice(0, i).reduce((sum, size) => sum + size, 0));
      // A token tells its owner: document i, or text 100 + i.
      const owners = Int32Array.from({ length: T }, (_, at) => begins.findLastIndex((begin) => begin <= at));
      const injectedTokens = sizes.flatMap((size, i) => new Array<number>(size).fill(100 + i));
      const seen = new Int32Array(T);
      assembleRow(owners, { placement, positions, lengths: sizes, injectedTokens }, seen);
      const expected: { start: number; id: string; injected: boolean }[] = [];
      seen.forEach((owner, start) => {
        if (start > 0 && owner === seen[start - 1]) return;
        expected.push({ start, id: String(owner % 100), injected: owner >= 100 });
      });
      const ids = begins.map((_, i) => String(i));
      const injection = { placement, positions, lengths: sizes, factIds: sizes.map((_, i) => String(i)) };
      const found = documentStartsOfRow({ ids, starts: begins }, injection, T);
      expect(found).toEqual(expected);
      // Numbers change where owners do: a second way to say the same.
      const numbers = documentNumbersOfRow(
        found.map(({ start }) => start),
        T,
      );
      let number = 0;
      seen.forEach((owner, at) => {
        if (at > 0 && owner !== seen[at - 1]) number++;
        expect(numbers[at]).toBe(number);
      });
    }),
    { numRuns: 500 },
  );
});
