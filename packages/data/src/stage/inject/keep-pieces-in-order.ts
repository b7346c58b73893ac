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
