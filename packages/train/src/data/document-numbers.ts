import { documentNumbersOfRow, documentStartsOfRow, type Injection } from '@lethe/contracts';
import type { Sequences } from './read-sequences.js';

/** What is injected into rows that no training assembles. */
export const nothingInjected: Injection = {
  placement: 'none',
  positions: new Int32Array(),
  lengths: new Int32Array(),
  injectedTokens: new Int32Array(),
};

/**
 * The number of the document of each token in the assembled row, Int32Array [length]; a row whose documents nobody recorded
 * is one.
 */
export function documentNumbers(
  sequences: Pick<Sequences, 'starts' | 'firstStart' | 'length'>,
  row: number,
  injection: Injection = nothingInjected,
): Int32Array {
  const { starts, firstStart, length } = sequences;
  const recorded = starts.subarray(firstStart[row], firstStart[row + 1]);
  const background = recorded.length > 0 ? recorded : Int32Array.of(0);
  // Where documents begin is all that matters here; who they are does not.
  const nameless = (count: number): string[] => new Array<string>(count).fill('');
  const found = documentStartsOfRow(
    { ids: nameless(background.length), starts: background },
    { ...injection, factIds: nameless(injection.lengths.length) },
    length,
  );
  return documentNumbersOfRow(
    found.map(({ start }) => start),
    length,
  );
}
