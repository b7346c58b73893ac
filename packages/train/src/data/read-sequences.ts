import {
  type evaluationSequences,
  type FixedListBlock,
  LetheError,
  locateFixedLists,
  type NumberLists,
  readBatches,
  sequences,
  tableFiles,
} from '@lethe/contracts';
import { rowsInFiles, rowsInMemory, type TokenRows } from './token-rows.js';

/** Tables with more bytes of tokens stay in their files. */
const MEMORY_BYTES = 256 * 2 ** 20;

/** The background text: every packed row, one after the other. */
export interface Sequences {
  tokens: TokenRows;
  count: number;
  /** Tokens per row. */
  length: number;
  /** Offsets in row i at which its documents begin: `starts.subarray(firstStart[i], firstStart[i + 1])`. */
  starts: Int32Array;
  /** Int32Array [count + 1] */
  firstStart: Int32Array;
  /**
   * Start and end of every span of tokens of row i that the loss counts, all tokens where there is none:
   * `lossSpans.subarray(firstSpan[i], firstSpan[i + 1])`.
   */
  lossSpans: Int32Array;
  /** Int32Array [count + 1] */
  firstSpan: Int32Array;
}

export interface ReadSequencesOptions {
  /** The sequences of training by default. */
  table?: typeof sequences | typeof evaluationSequences;
  /** Rows to read at most. */
  rows?: number;
  /** Bytes of tokens that may stay in memory; 256 MiB by default. */
  memoryBytes?: number;
}

/**
 * Checks a table of sequences, or its first rows, from one end to the other and opens it. Its tokens stay in memory up to
 * `memoryBytes`, else they are read by row from the files; 4 bytes per document and end of a span stay in memory.
 * @throws LetheError when it is empty, its rows differ in length, a token is not in the vocabulary, or a span that the loss
 *   counts is not in its row
 */
export async function readSequences(
  data: string,
  vocabSize: number,
  {
    table = sequences,
    rows = Number.POSITIVE_INFINITY,
    memoryBytes = MEMORY_BYTES,
  }: ReadSequencesOptions = {},
): Promise<Sequences> {
  const blocks = await locateRows(data, table);
  const parts: Int32Array[] = [];
  let inMemory = true;
  const starts = new ListCollector();
  const spans = new ListCollector();
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
        what: `row ${count + Math.floor(wrong / size)} of the ${table.name} table holds a token that is not in the vocabulary`,
        where: data,
        expected: `0 to ${vocabSize - 1}`,
        found: String(tokens[wrong]),
        next: 'run the data stage again, so that tokenizer.json and sequences belong together',
      });
    }
    if (blocks && 4 * size * (count + taken) > memoryBytes) {
      inMemory = false;
      parts.length = 0;
    }
    if (inMemory) parts.push(tokens);
    starts.add(batch.numberLists('document_starts'), taken);
    const lists = batch.numberLists('loss_spans');
    checkSpans(lists, { data, table: table.name, count, taken, size });
    spans.add(lists, taken);
    length = size;
    count += taken;
    if (count >= rows) break;
  }
  if (count === 0) throw new LetheError({ what: `the ${table.name} table has no rows`, where: data });
  const { values: lossSpans, first: firstSpan } = spans.joined();
  const { values, first } = starts.joined();
  const tokens = inMemory || !blocks ? rowsInMemory(join(parts), length) : rowsInFiles(blocks, length);
  return { tokens, count, length, starts: values, firstStart: first, lossSpans, firstSpan };
}

/** The offsets of rows in the files of a table; undefined where they cannot be read by number. */
async function locateRows(
  data: string,
  table: typeof sequences | typeof evaluationSequences,
): Promise<FixedListBlock[] | undefined> {
  const blocks: FixedListBlock[] = [];
  for (const path of tableFiles(data, table)) {
    // Errors of a file are reported when its batches are read.
    const found = await locateFixedLists(path, 'tokens').catch(() => undefined);
    if (!found) return undefined;
    blocks.push(...found);
  }
  return blocks;
}

/** Lists of all batches, one after the other. */
class ListCollector {
  readonly #parts: Int32Array[] = [];
  readonly #first = [0];

  /** Adds the first `taken` lists. */
  add({ offsets, values }: NumberLists, taken: number): void {
    this.#parts.push((values as Int32Array).slice(offsets[0], offsets[taken]));
    const before = this.#first.at(-1)! - offsets[0]!;
    for (let i = 1; i <= taken; i++) this.#first.push(before + offsets[i]!);
  }

  /** All values, and where in them each list begins: Int32Array [lists + 1]. */
  joined(): { values: Int32Array; first: Int32Array } {
    return { values: join(this.#parts), first: Int32Array.from(this.#first) };
  }
}

function checkSpans(
  { offsets, values }: NumberLists,
  {
    data,
    table,
    count,
    taken,
    size,
  }: { data: string; table: string; count: number; taken: number; size: number },
): void {
  for (let row = 0; row < taken; row++) {
    const spans = values.subarray(offsets[row], offsets[row + 1]);
    // Each start lies at or after the end before it, each end at or after its start.
    const ascending = spans.every((place, i) => place >= (i === 0 ? 0 : spans[i - 1]!) && place <= size);
    if (ascending && spans.length % 2 === 0) continue;
    throw new LetheError({
      what: `the loss_spans of row ${count + row} of the ${table} table do not fit the row`,
      where: data,
      expected: `pairs of start and end, ascending, from 0 to ${size}`,
      found: spans.join(', '),
    });
  }
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
