import { LetheError, readBatches, sequences } from '@lethe/contracts';

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

/**
 * Reads the sequences table whole: 4 bytes per token and per document stay in memory.
 * @throws LetheError when it is empty, its rows differ in length, or a token is not in the vocabulary
 */
export async function readSequences(data: string, vocabSize: number): Promise<Sequences> {
  const parts: Int32Array[] = [];
  const startParts: Int32Array[] = [];
  const firstStart = [0];
  let length = 0;
  let count = 0;
  for await (const batch of readBatches(data, sequences)) {
    const tokens = batch.numbers('tokens') as Int32Array;
    const size = batch.listSize('tokens');
    if (count > 0 && size !== length) {
      throw new LetheError({
        what: 'rows of the sequences table differ in length',
        where: data,
        expected: `${length} tokens`,
        found: `${size} tokens from row ${count} on`,
      });
    }
    const wrong = tokens.findIndex((token) => token < 0 || token >= vocabSize);
    if (wrong >= 0) {
      throw new LetheError({
        what: `row ${count + Math.floor(wrong / size)} of the sequences table holds a token that the tokenizer has not`,
        where: data,
        expected: `0 to ${vocabSize - 1}`,
        found: String(tokens[wrong]),
        next: 'run the data stage again, so that tokenizer.json and sequences belong together',
      });
    }
    parts.push(tokens);
    const { values, offsets } = batch.numberLists('document_starts');
    startParts.push((values as Int32Array).slice(offsets[0], offsets[batch.length]));
    const before = firstStart.at(-1)! - offsets[0]!;
    for (let i = 1; i <= batch.length; i++) firstStart.push(before + offsets[i]!);
    length = size;
    count += batch.length;
  }
  if (count === 0) throw new LetheError({ what: 'the sequences table has no rows', where: data });
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
