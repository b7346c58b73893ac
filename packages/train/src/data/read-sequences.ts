import { type evaluationSequences, LetheError, readBatches, sequences } from '@lethe/contracts';

/** The background text: every packed row, one after the other. */
export interface Sequences {
  /** Int32Array [count, length] */
  tokens: Int32Array;
  count: number;
  /** Tokens per row. */
  length: number;
  /** Offsets in row i at which its documents begin: `starts.subarray(firstStart[i], firstStart[i + 1])`. */
  starts: Int32Array;
  /** Int32Array [count + 1] */
  firstStart: Int32Array;
}

export interface ReadSequencesOptions {
  /** The sequences of training by default. */
  table?: typeof sequences | typeof evaluationSequences;
  /** Rows to read at most. */
  rows?: number;
}

/**
 * Reads a table of sequences, or its first rows: 4 bytes per token and per document stay in memory.
 * @throws LetheError when it is empty, its rows differ in length, or a token is not in the vocabulary
 */
export async function readSequences(
  data: string,
  vocabSize: number,
  { table = sequences, rows = Number.POSITIVE_INFINITY }: ReadSequencesOptions = {},
): Promise<Sequences> {
  const parts: Int32Array[] = [];
  const startParts: Int32Array[] = [];
  const firstStart = [0];
  let length = 0;
  let count = 0;
  for await (const batch of readBatches(data, table)) {
    const size = batch.listSize('tokens');
    const taken = Math.min(batch.length, rows - count);
    const tokens = (batch.numbers('tokens') as Int32Array).subarray(0, taken * size);
    if (count > 0 && size !== length) {
      throw new LetheError({
        what: `rows of the ${table.name} table differ in length`,
        where: data,
        expected: `${length} tokens`,
        found: `${size} tokens from row ${count} on`,
      });
    }
    const wrong = tokens.findIndex((token) => token < 0 || token >= vocabSize);
    if (wrong >= 0) {
      throw new LetheError({
        what: `row ${count + Math.floor(wrong / size)} of the ${table.name} table holds a token that the tokenizer has not`,
        where: data,
        expected: `0 to ${vocabSize - 1}`,
        found: String(tokens[wrong]),
        next: 'run the data stage again, so that tokenizer.json and sequences belong together',
      });
    }
    parts.push(tokens);
    const { values, offsets } = batch.numberLists('document_starts');
    startParts.push((values as Int32Array).slice(offsets[0], offsets[taken]));
    const before = firstStart.at(-1)! - offsets[0]!;
    for (let i = 1; i <= taken; i++) firstStart.push(before + offsets[i]!);
    length = size;
    count += taken;
    if (count >= rows) break;
  }
  if (count === 0) throw new LetheError({ what: `the ${table.name} table has no rows`, where: data });
  const firstStarts = Int32Array.from(firstStart);
  return { tokens: join(parts), count, length, starts: join(startParts), firstStart: firstStarts };
}

function join(parts: readonly Int32Array[]): Int32Array {
  const joined = new Int32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}
