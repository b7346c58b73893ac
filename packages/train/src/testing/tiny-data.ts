import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  createRandom,
  evaluationSequences,
  order,
  type RowOf,
  sequences,
  writeTable,
} from '@lethe/contracts';

export interface TinyData {
  steps: number;
  batchSize: number;
  sequenceLength: number;
  vocabSize: number;
  /** Texts injected at the beginning of row 0 of these training steps. */
  injections?: Record<number, number[]>;
  /** Counted spans of every row of the sequences table, by its number; all tokens by default. */
  lossSpans?: (row: number) => number[];
  /** Rows of the evaluation_sequences table; none by default. */
  evaluationRows?: number;
  /** Tokens of each of them that the loss counts, as start and end; all by default. */
  evaluationSpans?: number[];
  /** Place of the first row in the stream of background rows; 0 by default. */
  firstPlace?: number;
  /** Swaps the texts of the first two tokens. */
  swapTokens?: boolean;
  /** Last changes to the order table. */
  editOrder?: (rows: RowOf<typeof order>[]) => RowOf<typeof order>[];
}

/** Writes what training reads of a data directory: random tokens, and an order that goes through them. */
export function writeTinyData(directory: string, data: TinyData): void {
  const { steps, batchSize, sequenceLength, vocabSize, injections = {}, lossSpans } = data;
  const random = createRandom(1, 'tiny-data');
  const count = 40;
  // Every token is followed by one of two, so that there is something to learn.
  const tokens = new Int32Array(count * sequenceLength);
  for (let i = 0; i < tokens.length; i++) tokens[i] = ((tokens[i - 1] ?? 0) * 2 + random.int(2)) % vocabSize;
  const textOf = (id: number): string => `t${data.swapTokens && id < 2 ? 1 - id : id}`;
  const vocab = Object.fromEntries(Array.from({ length: vocabSize }, (_, id) => [textOf(id), id]));
  writeFileSync(join(directory, 'tokenizer.json'), JSON.stringify({ model: { vocab } }));
  writeTable(
    directory,
    sequences,
    Array.from({ length: count }, (_, i) => ({
      tokens: [...tokens.subarray(i * sequenceLength, (i + 1) * sequenceLength)],
      document_ids: [],
      document_starts: [],
      loss_spans: lossSpans?.(i) ?? [],
    })),
    { listSize: sequenceLength },
  );
  if (data.evaluationRows) {
    const evaluationTokens = (): number[] =>
      Array.from({ length: sequenceLength }, () => random.int(vocabSize));
    const starts = {
      document_ids: ['a', 'b'],
      document_starts: [0, 3],
      loss_spans: data.evaluationSpans ?? [],
    };
    writeTable(
      directory,
      evaluationSequences,
      Array.from({ length: data.evaluationRows }, () => ({ tokens: evaluationTokens(), ...starts })),
      { listSize: sequenceLength },
    );
  }
  const rows = Array.from({ length: steps * batchSize }, (_, i): RowOf<typeof order> => {
    const step = Math.floor(i / batchSize);
    const row = i % batchSize;
    const text = row === 0 ? injections[step] : undefined;
    return {
      step,
      row,
      sequence: ((data.firstPlace ?? 0) + i) % count,
      fact_ids: text ? ['f'] : [],
      placement: text ? 'prepend' : 'none',
      positions: text ? [0] : [],
      lengths: text ? [text.length] : [],
      injected_tokens: text ?? [],
    };
  });
  writeTable(directory, order, data.editOrder ? data.editOrder(rows) : rows);
}
