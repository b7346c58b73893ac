import { join } from 'node:path';
import {
  assembleRow,
  type BackgroundDocuments,
  type ColumnBatch,
  type DocumentStart,
  documentStartsOfRow,
  order,
  type Placement,
  sequences,
  type TableDefinition,
} from '@lethe/contracts';
import { loadTokenizer, type Tokenizer } from '@lethe/tokenizers';
import { checkDataStage } from '../directory/data-stage-directory.js';
import { nameWordings, pieceKey, type SeenWording } from './name-wordings.js';
import { type OrderRow, readOrderRows } from './read-order-rows.js';
import { openTableLookup, outOfRange, type TableLookup } from './table-lookup.js';

/** A document, or an injected text, as far as a row shows it. */
export interface SeenDocument extends DocumentStart {
  tokens: Int32Array;
  text: string;
  /** What an injected text is. */
  wording?: SeenWording;
}

/** A row of a batch as the model sees it. */
export interface SeenRow {
  row: number;
  /** Row of the sequences table. */
  sequence: number;
  placement: Placement;
  /** From the first token to the last. */
  documents: SeenDocument[];
}

/** What the model sees at a training step. */
export interface SeenBatch {
  step: number;
  /** Training steps in all. */
  steps: number;
  batchSize: number;
  sequenceLength: number;
  rows: SeenRow[];
}

/**
 * Reads what the model sees at a training step. Of the order and sequences tables only the batches that hold it
 * are read, one at a time, and the first of the order table for the size of a step.
 * @param data directory of a finished data stage
 * @param row the only row of the batch that is wanted; all by default
 * @throws LetheError when there is no such step or row, or the directory is not that of a finished data stage
 */
export async function readBatch(data: string, step: number, row?: number): Promise<SeenBatch> {
  checkDataStage(data);
  const tokenizer = loadTokenizer(join(data, 'tokenizer.json'));
  const { rows, steps } = await withLookup(data, order, (lookup) => readOrderRows(lookup, data, step));
  const wanted = row === undefined ? rows : rows.filter((candidate) => candidate.row === row);
  if (wanted.length === 0) throw outOfRange('row', rows.length, row!, `${data}, step ${step}`);
  const wordings = await nameWordings(data, rows, tokenizer);
  const backgrounds = await withLookup(data, sequences, (lookup) => readBackgrounds(lookup, wanted, data));
  return {
    step,
    steps,
    batchSize: rows.length,
    sequenceLength: backgrounds[0]!.tokens.length,
    rows: wanted.map((orderRow, i) => seeRow(orderRow, backgrounds[i]!, wordings, tokenizer)),
  };
}

async function withLookup<T extends TableDefinition, V>(
  data: string,
  table: T,
  use: (lookup: TableLookup<T>) => Promise<V>,
): Promise<V> {
  const lookup = await openTableLookup(data, table);
  try {
    return await use(lookup);
  } finally {
    await lookup.close();
  }
}

interface Background extends BackgroundDocuments {
  tokens: Int32Array;
}

/** The background of each row, in the order of the rows. */
async function readBackgrounds(
  lookup: TableLookup<typeof sequences>,
  rows: readonly OrderRow[],
  data: string,
): Promise<Background[]> {
  const found = new Map<number, Background>();
  let last: ColumnBatch<typeof sequences> | undefined;
  let ids: string[][] = [];
  for (const { sequence } of rows.toSorted((a, b) => a.sequence - b.sequence)) {
    if (sequence < 0 || sequence >= lookup.rows) throw outOfRange('sequence', lookup.rows, sequence, data);
    const { batch, index } = await lookup.find(sequence);
    if (batch !== last) ids = batch.stringLists('document_ids');
    last = batch;
    const length = batch.listSize('tokens');
    const { offsets, values } = batch.numberLists('document_starts');
    // Copies: views would keep their whole batches in memory.
    found.set(sequence, {
      tokens: batch.numbers('tokens').slice(index * length, (index + 1) * length) as Int32Array,
      ids: ids[index]!,
      starts: values.slice(offsets[index], offsets[index + 1]),
    });
  }
  return rows.map(({ sequence }) => found.get(sequence)!);
}

function seeRow(
  orderRow: OrderRow,
  background: Background,
  wordings: ReadonlyMap<string, SeenWording>,
  tokenizer: Tokenizer,
): SeenRow {
  const { row, sequence, placement } = orderRow;
  const tokens = new Int32Array(background.tokens.length);
  assembleRow(background.tokens, orderRow, tokens);
  const starts = documentStartsOfRow(background, orderRow, tokens.length);
  const documents = starts.map((document, i): SeenDocument => {
    const part = tokens.slice(document.start, starts[i + 1]?.start);
    const seen = { ...document, tokens: part, text: tokenizer.decode(part) };
    return document.injected ? { ...seen, wording: wordings.get(pieceKey(row, document.start))! } : seen;
  });
  return { row, sequence, placement, documents };
}
