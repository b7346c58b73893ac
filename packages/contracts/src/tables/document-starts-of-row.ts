import type { Injection } from './assemble-row.js';

/** Where a document begins, or continues, in a row as the model sees it. */
export interface DocumentStart {
  /** Offset in the assembled row; the document reaches to the next start or the end of the row. */
  start: number;
  /** Id of the background document, or of the injected fact. */
  id: string;
  injected: boolean;
}

/** The documents of a background row, as the sequences table records them. */
export interface BackgroundDocuments {
  ids: readonly string[];
  /** Offset in the background row of each, ascending. */
  starts: ArrayLike<number>;
}

/**
 * Where every document, injected or background, begins in an assembled row, ascending from 0, as attention within
 * documents requires. A background document that an injected text interrupts has another start after it; what an
 * injected text covers or pushes out of the row has none.
 * @param factIds fact of each injected text
 * @param sequenceLength tokens per row
 */
export function documentStartsOfRow(
  background: BackgroundDocuments,
  injection: Pick<Injection, 'placement' | 'positions' | 'lengths'> & { factIds: readonly string[] },
  sequenceLength: number,
): DocumentStart[] {
  const injected = injection.factIds
    .map((id, i) => ({
      id,
      start: injection.positions[i]!,
      end: injection.positions[i]! + injection.lengths[i]!,
    }))
    .filter(({ start, end }) => end > start)
    .sort((a, b) => a.start - b.start);
  const shift =
    injection.placement === 'prepend' ? injected.reduce((sum, { start, end }) => sum + end - start, 0) : 0;

  const found: DocumentStart[] = [];
  /** Adds the part of the background at [from, to) of the assembled row. */
  const addBackground = (from: number, to: number): void => {
    background.ids.forEach((id, i) => {
      const begin = background.starts[i]! + shift;
      const end = i + 1 < background.ids.length ? background.starts[i + 1]! + shift : sequenceLength;
      const start = Math.max(begin, from);
      if (start < Math.min(end, to)) found.push({ start, id, injected: false });
    });
  };
  let done = 0;
  for (const { id, start, end } of injected) {
    addBackground(done, start);
    found.push({ start, id, injected: true });
    done = end;
  }
  addBackground(done, sequenceLength);
  return found;
}

/**
 * The number of the document that each token of a row belongs to, from 0: a mask keeps attention within documents
 * where it lets a token see the tokens before it that have its number.
 * @param starts offset of each document, ascending from 0
 * @returns Int32Array [sequenceLength]
 */
export function documentNumbersOfRow(starts: readonly number[], sequenceLength: number): Int32Array {
  const numbers = new Int32Array(sequenceLength);
  starts.forEach((start, i) => {
    numbers.fill(i, start);
  });
  return numbers;
}
