import fc from 'fast-check';
import { expect, test } from 'vitest';
import { assembleRow, type Injection } from './assemble-row.js';
import { countedTokensOfRow } from './counted-tokens-of-row.js';

const nothing: Injection = { placement: 'none', positions: [], lengths: [], injectedTokens: [] };
const text = (placement: Injection['placement'], position: number): Injection => ({
  placement,
  positions: [position],
  lengths: [2],
  injectedTokens: [70, 71],
});

test('spans name the tokens that count; none means all, an empty one nothing', () => {
  const counted = (spans: number[]): number[] => [...countedTokensOfRow(spans, nothing, 6)];
  expect(counted([])).toEqual([1, 1, 1, 1, 1, 1]);
  expect(counted([0, 0])).toEqual([0, 0, 0, 0, 0, 0]);
  expect(counted([1, 2, 4, 6])).toEqual([0, 1, 0, 0, 1, 1]);
});

test('injected texts count, and what they push aside moves with its tokens', () => {
  const counted = (injection: Injection): number[] => [...countedTokensOfRow([3, 5], injection, 6)];
  expect(counted(text('prepend', 0))).toEqual([1, 1, 0, 0, 0, 1]);
  expect(counted(text('replace', 0))).toEqual([1, 1, 0, 1, 1, 0]);
  expect(counted(text('append', 4))).toEqual([0, 0, 0, 1, 1, 1]);
});

test('a token counts where it counted in its own row', () => {
  const row = fc.array(fc.boolean(), { minLength: 8, maxLength: 8 });
  const placement = fc.constantFrom('none', 'prepend', 'replace', 'append');
  fc.assert(
    fc.property(row, placement, fc.nat(6), (counts, where, position) => {
      const spans = counts.flatMap((isCounted, i) => (isCounted ? [i, i + 1] : []));
      const at = where === 'prepend' ? 0 : position;
      const injection = where === 'none' ? nothing : text(where, at);
      // Odd tokens count.
      const tokens = Int32Array.from(counts, (isCounted, i) => 2 * i + (isCounted ? 1 : 0));
      const seen = new Int32Array(8);
      const odd = { ...injection, injectedTokens: [101, 103].slice(0, injection.injectedTokens.length) };
      assembleRow(tokens, odd, seen);
      const expected = spans.length === 0 ? new Array(8).fill(1) : Array.from(seen, (token) => token % 2);
      expect([...countedTokensOfRow(spans, injection, 8)]).toEqual(expected);
    }),
  );
});
