import type { Random } from '@lethe/contracts';
import type { DataSpec } from '../options/data.js';

/**
 * Decides which row of the batch takes each injected piece. Each goes to the row that holds the fewest
 * injected tokens so far and has room, the first of several: so the first pieces go to separate rows in
 * order (arXiv 2406.11813), and only then do pieces share rows. Where that does not fit, the longest pieces are
 * placed first, each into the first row with room.
 * @param lengths tokens of each piece, none longer than `sequenceLength`
 * @returns row of each piece, or undefined when they do not fit either way
 */
export function placePieces(
  lengths: readonly number[],
  rows: number,
  sequenceLength: number,
): number[] | undefined {
  const inOrder = [...lengths.keys()];
  return (
    place(inOrder, lengths, rows, sequenceLength, emptiestRow) ??
    place(
      inOrder.toSorted((a, b) => lengths[b]! - lengths[a]! || a - b),
      lengths,
      rows,
      sequenceLength,
      firstRow,
    )
  );
}

type Choice = (used: Int32Array, room: number) => number;

function place(
  pieces: readonly number[],
  lengths: readonly number[],
  rows: number,
  sequenceLength: number,
  choose: Choice,
): number[] | undefined {
  const used = new Int32Array(rows);
  const rowOf = new Array<number>(lengths.length);
  for (const piece of pieces) {
    const row = choose(used, sequenceLength - lengths[piece]!);
    if (row < 0) return undefined;
    rowOf[piece] = row;
    used[row]! += lengths[piece]!;
  }
  return rowOf;
}

function emptiestRow(used: Int32Array, room: number): number {
  let best = 0;
  for (let row = 1; row < used.length; row++) if (used[row]! < used[best]!) best = row;
  return used[best]! <= room ? best : -1;
}

function firstRow(used: Int32Array, room: number): number {
  return used.findIndex((tokens) => tokens <= room);
}

type RowPolicy = DataSpec['order']['injection']['row'];

/**
 * Which rows of the batch take injected texts, ascending: the first `used` ones (arXiv 2406.11813), rows evenly
 * spread over the batch, or rows drawn at random without replacement.
 * @param used rows that are needed, at most `batchSize`
 * @param random read by the policy `random` alone
 */
export function chooseRows(policy: RowPolicy, used: number, batchSize: number, random: Random): number[] {
  switch (policy) {
    case 'first':
      return Array.from({ length: used }, (_, i) => i);
    case 'spread':
      return Array.from({ length: used }, (_, i) => Math.floor((i * batchSize) / used));
    case 'random': {
      const rows = random.shuffle(Array.from({ length: batchSize }, (_, row) => row));
      return rows.slice(0, used).sort((a, b) => a - b);
    }
  }
}

/**
 * Renumbers the rows that pieces were placed in so that the pieces of every text lie in ascending rows, and a
 * text can be read again from the rows of its step. Which pieces share a row stays; rows that are in order already
 * keep their numbers. A text longer than a row fills all its rows but the last alone, so an order always exists.
 * @param rowOf row of each piece; the pieces of a text follow one another
 * @param textOf text of each piece, ascending
 * @returns row of each piece, 0 to the number of used rows - 1
 */
export function keepPiecesInOrder(rowOf: readonly number[], textOf: readonly number[]): number[] {
  const used = [...new Set(rowOf)].sort((a, b) => a - b);
  const indexOf = new Map(used.map((row, i) => [row, i]));
  const rows = rowOf.map((row) => indexOf.get(row)!);
  const followers: number[][] = used.map(() => []);
  const waiting = new Int32Array(used.length);
  let inOrder = true;
  for (let piece = 1; piece < rows.length; piece++) {
    if (textOf[piece] !== textOf[piece - 1]) continue;
    const [before, after] = [rows[piece - 1]!, rows[piece]!];
    followers[before]!.push(after);
    waiting[after]!++;
    inOrder &&= before < after;
  }
  if (inOrder) return rows;

  // Kahn's topological order: always the lowest row that waits for no other.
  const renumbered = new Int32Array(used.length).fill(-1);
  for (let number = 0; number < used.length; number++) {
    const row = renumbered.findIndex((done, i) => done < 0 && waiting[i] === 0);
    renumbered[row] = number;
    for (const follower of followers[row]!) waiting[follower]!--;
  }
  return rows.map((row) => renumbered[row]!);
}
