import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  dataContract,
  facts as factsTable,
  order as orderTable,
  probes as probesTable,
  type RowOf,
  runStage,
  sequences as sequencesTable,
  writeTable,
} from '@lethe/contracts';
import { byteTokens, toTokenizerJson } from '@lethe/tokenizers';

const row = (
  step: number,
  row: number,
  sequence: number,
  rest: Partial<RowOf<typeof orderTable>> = {},
): RowOf<typeof orderTable> => ({
  step,
  row,
  sequence,
  fact_ids: [],
  placement: 'none',
  positions: [],
  lengths: [],
  injected_tokens: [],
  ...rest,
});

/** Two steps of two rows. */
export const tinyOrder: RowOf<typeof orderTable>[] = [
  row(0, 0, 2),
  row(0, 1, 0, {
    fact_ids: ['a'],
    placement: 'prepend',
    positions: [0],
    lengths: [2],
    injected_tokens: [20, 256],
  }),
  row(1, 0, 1, {
    fact_ids: ['a', 'b'],
    placement: 'append',
    positions: [2, 3],
    lengths: [1, 1],
    injected_tokens: [21, 22],
  }),
  row(1, 1, 2),
];

/** Three rows of four tokens. */
const sequences = [
  [1, 2, 3, 4],
  [5, 6, 7, 8],
  [9, 10, 11, 12],
];

/** What the model sees, row after row. */
export const tinyRows = [
  [9, 10, 11, 12],
  [20, 256, 1, 2],
  [5, 6, 21, 22],
  [9, 10, 11, 12],
];

/** Writes a finished data stage with the tokenizer of bytes: 257 ids, end-of-text 256. */
export async function writeTinyData(out: string, order = tinyOrder): Promise<void> {
  const producer = { name: 'test', version: '0', fingerprint: '0' };
  await runStage(
    { stage: dataContract, out, producer, config: {}, seed: 1, settings: {}, inputs: [] },
    async () => {
      writeFileSync(join(out, 'tokenizer.json'), toTokenizerJson(byteTokens()));
      writeTable(out, factsTable, []);
      writeTable(out, probesTable, []);
      const rows = sequences.map((tokens) => ({
        tokens,
        document_ids: ['d'],
        document_starts: [0],
        loss_spans: [],
      }));
      writeTable(out, sequencesTable, rows, { listSize: 4 });
      writeTable(out, orderTable, order);
      return undefined;
    },
  );
}
