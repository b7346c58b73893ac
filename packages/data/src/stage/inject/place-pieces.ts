/**
 * Decides which row of the batch takes each injected piece. Each goes to the row that holds the fewest
 * injected tokens so far and has room, the first of several: so the first pieces go to rows of their own in
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
