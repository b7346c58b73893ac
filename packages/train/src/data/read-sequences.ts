import { LetheError, readBatches, sequences } from '@lethe/contracts';

/** The background text: every packed row, one after the other. */
export interface Sequences {
  /** Int32Array [count, length] */
  tokens: Int32Array;
  count: number;
  /** Tokens per row. */
  length: number;
}

/**
 * Reads the sequences table whole: 4 bytes per token stay in memory.
 * @throws LetheError when it is empty, its rows differ in length, or a token is not in the vocabulary
 */
export async function readSequences(data: string, vocabSize: number): Promise<Sequences> {
  const parts: Int32Array[] = [];
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
    length = size;
    count += batch.length;
  }
  if (count === 0) throw new LetheError({ what: 'the sequences table has no rows', where: data });
  const tokens = new Int32Array(count * length);
  let offset = 0;
  for (const part of parts) {
    tokens.set(part, offset);
    offset += part.length;
  }
  return { tokens, count, length };
}
