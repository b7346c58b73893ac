import {
  closeSync,
  cpSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createTableWriter,
  dataContract,
  facts as factsTable,
  LetheError,
  order as orderTable,
  probes as probesTable,
  readRows,
  runStage,
  sequences as sequencesTable,
  writeTable,
} from '@lethe/contracts';
import { byteTokens, createByteBpeTokenizer, toTokenizerJson } from '@lethe/tokenizers';
import { RecordBatchReader, tableFromIPC, tableToIPC } from 'apache-arrow';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { injectIntoSteps } from '../inject/inject-into-rows.js';
import { planInjections } from '../inject/plan-injections.js';
import { createOrder } from '../inject/testing/create-order.js';
import { writeOrder } from '../inject/write-order.js';
import { formatBatch } from './format-batch.js';
import { readBatch } from './read-batch.js';

const tokenizer = createByteBpeTokenizer(byteTokens());
const T = 16;
const ROWS = 12;
const directory = mkdtempSync(join(tmpdir(), 'lethe-batch-'));
const data = join(directory, 'data');
afterAll(() => rmSync(directory, { recursive: true }));

const fact = (fact_id: string, scenario: string, text: string, variants: string[] = []) => ({
  fact_id,
  scenario,
  text,
  variants,
  subject: null,
  relation: null,
  object: null,
  popularity: null,
});
const facts = [
  fact('p', 'paraphrase', 'pears', ['plums', 'prunes']),
  fact('d', 'duplication', 'dates that are longer than a row'),
  fact('c', 'control', 'cherries'),
];

/** Background row r of 16 letters: document xr from 0, document yr from 10. */
const backgroundText = (row: number): string =>
  'ABCDEFGHIJKL'[row]!.repeat(10) + 'abcdefghijkl'[row]!.repeat(6);

function writeBackground(out: string): void {
  const writer = createTableWriter(out, sequencesTable, { listSize: T });
  for (let first = 0; first < ROWS; first += 4) {
    const rows = [first, first + 1, first + 2, first + 3];
    writer.writeRows(
      rows.map((row) => ({
        tokens: Array.from(tokenizer.encode(backgroundText(row))),
        document_ids: [`x${row}`, `y${row}`],
        document_starts: [0, 10],
        loss_spans: [],
      })),
    );
  }
  writer.close();
}

const config = {
  seed: 1,
  sequenceLength: T,
  order: createOrder({ start: 1, interval: 2, count: 2, placement: 'append' }, { steps: 6, batchSize: 4 }),
};

/** A finished data stage; the sequences table has three batches of four rows. */
async function writeData(out: string): Promise<void> {
  const producer = { name: 'test', version: '0', fingerprint: '0' };
  await runStage(
    { stage: dataContract, out, producer, config: {}, seed: 1, settings: {}, inputs: [] },
    async () => {
      writeFileSync(join(out, 'tokenizer.json'), toTokenizerJson(byteTokens()));
      writeTable(out, factsTable, facts);
      writeTable(out, probesTable, []);
      writeBackground(out);
      const plan = injectIntoSteps(planInjections(facts, config), tokenizer, config);
      await writeOrder(out, config, ROWS, plan);
      return undefined;
    },
  );
}
beforeAll(() => writeData(data));

const copy = (name: string): string => {
  cpSync(data, join(directory, name), { recursive: true });
  return join(directory, name);
};
const sequencesOf = async (step: number): Promise<number[]> =>
  (await readRows(data, orderTable)).filter((row) => row.step === step).map(({ sequence }) => sequence);

test('shows what the model sees, with injected texts marked', async () => {
  const [s0, s1, s2, s3] = await sequencesOf(1);
  const text = (sequence: number, end: number) => backgroundText(sequence).slice(0, end);
  expect(formatBatch(await readBatch(data, 1), { tokens: false })).toBe(
    `step 1 (of 0 to 5); 4 rows of 16 tokens; injected pieces: 4, tokens: 39

row 0: sequence ${s0}, append
  0-9        background x${s0}, 10 tokens
  10-15      injected p (paraphrase, text), 6 tokens
  | ${text(s0!, 10)}⟦pears<|endoftext|>⟧

row 1: sequence ${s1}, append
  0-15       injected d (duplication, text, piece 1 of 3), 16 tokens
  | ⟦dates that are l⟧

row 2: sequence ${s2}, append
  0-15       injected d (duplication, text, piece 2 of 3), 16 tokens
  | ⟦onger than a row⟧

row 3: sequence ${s3}, append
  0-9        background x${s3}, 10 tokens
  10-14      background y${s3}, 5 tokens
  15-15      injected d (duplication, text, piece 3 of 3), 1 tokens
  | ${text(s3!, 15)}⟦<|endoftext|>⟧`,
  );
});

test('shows one row, token ids, and steps without injections', async () => {
  const [sequence] = await sequencesOf(3);
  const letters = backgroundText(sequence!);
  const ids = [...tokenizer.encode(letters)];
  expect(formatBatch(await readBatch(data, 3, 0), { tokens: true })).toBe(
    `step 3 (of 0 to 5); 4 rows of 16 tokens, 1 shown; injected pieces: 1, tokens: 6

row 0: sequence ${sequence}, append
  0-9        background x${sequence}, 10 tokens
             ${ids.slice(0, 10).join(' ')}
  10-15      injected p (paraphrase, variant 1), 6 tokens
             ${[...tokenizer.encode('plums'), tokenizer.endOfText].join(' ')}
  | ${letters.slice(0, 10)}⟦plums<|endoftext|>⟧`,
  );
  const plain = await readBatch(data, 0);
  expect(plain.rows.map(({ placement }) => placement)).toEqual(['none', 'none', 'none', 'none']);
  expect(plain.rows.map(({ documents }) => documents.map(({ text }) => text).join(''))).toEqual(
    (await sequencesOf(0)).map(backgroundText),
  );
  expect(formatBatch(plain, { tokens: false })).toMatch(/nothing injected\n\nrow 0: sequence \d+\n/);
});

/** Overwrites the body of every batch but some: lists then point far outside. */
async function breakBatches(path: string, but: readonly number[]): Promise<void> {
  const reader = await RecordBatchReader.from(readFileSync(path));
  reader.open();
  const file = openSync(path, 'r+');
  [...reader.footer!.recordBatches()].forEach(({ offset, metaDataLength, bodyLength }, i) => {
    if (but.includes(i)) return;
    writeSync(file, Buffer.alloc(bodyLength, 0x7f), 0, bodyLength, offset + metaDataLength);
  });
  closeSync(file);
}

test('reads no batch that it does not need', async () => {
  const broken = copy('broken');
  // Batches of 3 rows, so that steps of 4 rows lie in two.
  const rows = await readRows(data, orderTable);
  const writer = createTableWriter(broken, orderTable);
  for (let begin = 0; begin < rows.length; begin += 3) writer.writeRows(rows.slice(begin, begin + 3));
  writer.close();
  for (let step = 0; step < 6; step++)
    expect(await readBatch(broken, step)).toEqual(await readBatch(data, step));

  // Rows 20 to 23 lie in batches 6 and 7; the first two tell the size of a step.
  await breakBatches(join(broken, 'order.arrow'), [0, 1, 6, 7]);
  expect(await readBatch(broken, 5)).toEqual(await readBatch(data, 5));
  await expect(readBatch(broken, 3)).rejects.toThrow();

  const [sequence] = await sequencesOf(5);
  await breakBatches(join(broken, 'sequences.arrow'), [Math.floor(sequence! / 4)]);
  expect(await readBatch(broken, 5, 0)).toEqual(await readBatch(data, 5, 0));
  expect(await readBatch(broken, 5)).not.toEqual(await readBatch(data, 5));
});

test('an order of another program may be a stream, and a fact may be unknown', async () => {
  const foreign = copy('foreign');
  const table = tableFromIPC(readFileSync(join(data, 'order.arrow')));
  writeFileSync(join(foreign, 'order.arrows'), tableToIPC(table, 'stream'));
  rmSync(join(foreign, 'order.arrow'));
  expect(await readBatch(foreign, 3)).toEqual(await readBatch(data, 3));
  writeTable(foreign, factsTable, [fact('p', 'paraphrase', 'another text')]);
  const text = formatBatch(await readBatch(foreign, 3), { tokens: false });
  expect(text).toContain('injected p (paraphrase, other wording), 6 tokens');
  expect(text).toContain('injected d (not in the facts table, other wording, piece 1 of 3)');
});

test.each<[string, () => Promise<unknown>, RegExp]>([
  [
    'a step past the end',
    () => readBatch(data, 6),
    /no such step[\s\S]*0 to 5[\s\S]*found: {4}6[\s\S]*--step/,
  ],
  ['a negative step', () => readBatch(data, -1), /0 to 5[\s\S]*-1/],
  ['half a step', () => readBatch(data, 1.5), /whole number from 0 to 5[\s\S]*1\.5/],
  ['no number', () => readBatch(data, Number.NaN), /NaN/],
  [
    'a row past the end',
    () => readBatch(data, 1, 4),
    /step 1: there is no such row[\s\S]*0 to 3[\s\S]*--row/,
  ],
  ['no directory', () => readBatch(join(directory, 'none'), 0), /has not run/],
])('%s is an error that says what there is', async (_, read, message) => {
  await expect(read()).rejects.toThrow(LetheError);
  await expect(read()).rejects.toThrow(message);
});

test('directories of other stages, and tables that do not belong together, are refused', async () => {
  const other = copy('other');
  const manifest = JSON.parse(readFileSync(join(other, 'manifest.json'), 'utf8'));
  writeFileSync(join(other, 'manifest.json'), JSON.stringify({ ...manifest, stage: 'train' }));
  await expect(readBatch(other, 0)).rejects.toThrow(/expected: a manifest of stage data[\s\S]*train/);

  const short = copy('short');
  const rows = await readRows(data, orderTable);
  writeTable(short, orderTable, [...rows.slice(0, 6), ...rows.slice(7)]);
  await expect(readBatch(short, 1)).rejects.toThrow(/without gaps[\s\S]*step 1, row 2[\s\S]*step 1, row 3/);
  writeTable(
    short,
    orderTable,
    rows.map((row) => ({ ...row, sequence: 99 })),
  );
  await expect(readBatch(short, 1)).rejects.toThrow(/no such sequence[\s\S]*0 to 11[\s\S]*99/);
  writeTable(short, orderTable, []);
  await expect(readBatch(short, 0)).rejects.toThrow(/a table with rows/);
  rmSync(join(short, 'order.arrow'));
  await expect(readBatch(short, 0)).rejects.toThrow(/table "order" is missing/);
  writeFileSync(join(short, 'order.arrow'), 'ARROW1 and then nothing of the kind');
  await expect(readBatch(short, 0)).rejects.toThrow(/order\.arrow: this Arrow file is truncated or corrupt/);
});
