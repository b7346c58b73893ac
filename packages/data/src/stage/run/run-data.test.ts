import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  corpus,
  dataContract,
  facts as factsTable,
  LetheError,
  order,
  probes as probesTable,
  readRows,
  runStage,
  sequences,
} from '@lethe/contracts';
import { loadTokenizer } from '@lethe/tokenizers';
import { afterAll, expect, test } from 'vitest';
import { createFictionalKnowledge } from '../../testing/create-fictional-knowledge.js';
import { encountersIn } from '../../testing/encounters-in.js';
import { type DataSpec, dataSpec } from '../options/data.js';
import { runData } from './run-data.js';

const directory = mkdtempSync(join(tmpdir(), 'lethe-data-'));
afterAll(() => rmSync(directory, { recursive: true }));

const generated = dataSpec.parse({
  seed: 11,
  facts: { source: 'generated', scenarios: { duplication: 3, paraphrase: 3, once: 2, control: 2 } },
  background: { source: 'generated', documents: 60 },
  tokenizer: { type: 'byte-bpe', vocabSize: 512 },
  sequenceLength: 128,
  order: { steps: 40, batchSize: 9, injection: { start: 2, interval: 3, count: 12 } },
});

const fictional = dataSpec.parse({
  ...generated,
  facts: {
    source: 'fictional-knowledge',
    location: { path: 'fictional.json' },
    scenarios: { duplication: 1, paraphrase: 1, once: 1, control: 1 },
  },
  background: { source: 'text', locations: [{ path: 'a.txt' }, { path: 'sub/b.txt' }] },
  tokenizer: { type: 'bytes' },
  sequenceLength: 8,
});

function experiment(name: string): string {
  const base = join(directory, name);
  mkdirSync(join(base, 'sub'), { recursive: true });
  writeFileSync(join(base, 'fictional.json'), JSON.stringify(createFictionalKnowledge(130)));
  writeFileSync(join(base, 'a.txt'), 'First document.\n\nSecond document.\n');
  writeFileSync(join(base, 'sub/b.txt'), 'Third document.');
  return base;
}

let runs = 0;
async function run(config: DataSpec, base = experiment('base'), signal = new AbortController().signal) {
  const out = join(directory, `out-${runs++}`);
  mkdirSync(out);
  const lines: string[] = [];
  await runData({ config, baseDirectory: base }, { out, log: (line) => lines.push(line), signal });
  return { out, lines };
}

test.each([
  ['a generated world', generated],
  ['Fictional Knowledge in text files', fictional],
])('%s: the model meets every fact as its scenario says', async (_, config) => {
  const { out } = await run(config);
  const met = await encountersIn(out);
  const steps = Array.from({ length: 12 }, (_, k) => 2 + 3 * k);
  for (const fact of await readRows(out, factsTable)) {
    const variants = fact.variants.length;
    const expected = {
      duplication: steps.map((step) => ({ step, text: fact.text })),
      paraphrase: steps.map((step, k) => ({
        step,
        text: k === 0 ? fact.text : fact.variants[(k - 1) % variants],
      })),
      once: [{ step: 2, text: fact.text }],
      control: [],
    }[fact.scenario]!;
    expect((met.get(fact.fact_id) ?? []).map(({ step, text }) => ({ step, text }))).toEqual(
      expected.map(({ step, text }) => ({ step, text: `${text}<|endoftext|>` })),
    );
  }
});

test('outputs keep the contract of the stage', async () => {
  const out = join(directory, 'stage');
  const { manifest } = await runStage(
    {
      stage: dataContract,
      out,
      producer: { name: '@lethe/data', version: '0', fingerprint: '0' },
      config: generated,
      seed: generated.seed,
      settings: {},
      inputs: [],
    },
    async () => {
      const context = { out, log: () => {}, signal: new AbortController().signal };
      await runData({ config: generated, baseDirectory: directory }, context);
      return undefined;
    },
  );
  const rows = Object.fromEntries(manifest.files.map(({ path, rows }) => [path, rows]));
  expect(rows).toMatchObject({
    'corpus.arrow': 60,
    'facts.arrow': 10,
    'passages.arrow': 10,
    'probes.arrow': 130,
    'order.arrow': 360,
  });
  expect(Object.keys(rows).sort()).toEqual([
    ...['corpus.arrow', 'facts.arrow', 'order.arrow', 'passages.arrow', 'probes.arrow', 'sequences.arrow'],
    'tokenizer.json',
  ]);
});

test('results depend on the config and the files alone', async () => {
  const bytesOf = (out: string) =>
    readdirSync(out)
      .sort()
      .map((name) => [name, readFileSync(join(out, name), 'base64')]);
  for (const config of [generated, fictional]) {
    const first = await run(config, experiment('base'));
    const second = await run(config, experiment('elsewhere'));
    expect(bytesOf(second.out)).toEqual(bytesOf(first.out));
    const other = await run({ ...config, seed: 12 });
    expect(readFileSync(join(other.out, 'order.arrow'))).not.toEqual(
      readFileSync(join(first.out, 'order.arrow')),
    );
  }
});

test('runs of other seeds have other texts and one tokenizer, unless it is given another seed', async () => {
  const evaluation = { source: 'held-out', oneIn: 5 } as const;
  const tokenizerOf = async (seed: number, own: object = {}) => {
    const tokenizer = { ...generated.tokenizer, ...own };
    const { out } = await run(dataSpec.parse({ ...generated, evaluation, seed, tokenizer }));
    const texts = (await readRows(out, corpus)).map(({ text }) => text);
    return { file: readFileSync(join(out, 'tokenizer.json'), 'utf8'), texts };
  };
  const [first, second] = [await tokenizerOf(1), await tokenizerOf(2)];
  expect(second.texts).not.toEqual(first.texts);
  // Seed 1 sees its texts while they are written, seed 2 reads those of seed 1.
  expect(second.file).toBe(first.file);
  const own = await tokenizerOf(2, { seed: 2 });
  expect(own.file).not.toBe(first.file);
  expect((await tokenizerOf(1, { seed: 2 })).file).toBe(own.file);
});

test('every background token is seen equally often, and documents can be traced', async () => {
  const { out, lines } = await run(fictional);
  const tokenizer = loadTokenizer(join(out, 'tokenizer.json'));
  const documents = await readRows(out, corpus);
  expect(documents.map(({ id, source }) => `${id} ${source}`)).toEqual([
    ...['text-0-0 a.txt', 'text-0-1 a.txt', 'text-1-0 sub/b.txt'],
  ]);
  const packed = await readRows(out, sequences);
  const stream = tokenizer.decode(packed.flatMap(({ tokens }) => tokens));
  expect(
    stream
      .split('<|endoftext|>')
      .slice(0, 2)
      .sort()
      .every((text) => documents.some((d) => d.text === text)),
  ).toBe(true);
  for (const row of packed) {
    row.document_ids.forEach((id, i) => {
      const part = tokenizer.decode(row.tokens.slice(row.document_starts[i], row.document_starts[i + 1]));
      expect(documents.find((document) => document.id === id)!.text).toContain(
        part.replace('<|endoftext|>', ''),
      );
    });
  }
  const uses = new Array<number>(packed.length).fill(0);
  for (const { sequence } of await readRows(out, order)) uses[sequence]!++;
  expect(Math.max(...uses) - Math.min(...uses)).toBeLessThanOrEqual(1);
  expect(lines.join('\n')).toMatch(
    /facts: 4 \(.*\), 12 probes[\s\S]*3 documents[\s\S]*257 tokens[\s\S]*epochs/,
  );
  expect(lines.at(-1)).toMatch(/split over \d rows/);
});

test('probes are tokenized with the tokenizer of the experiment', async () => {
  const { out } = await run(generated);
  const tokenizer = loadTokenizer(join(out, 'tokenizer.json'));
  for (const probe of await readRows(out, probesTable)) {
    expect(probe.token_boundary).toBe(true);
    expect(tokenizer.decode([...probe.prompt_tokens, ...probe.target_tokens])).toBe(
      `${probe.prompt} ${probe.target}`,
    );
    expect(tokenizer.decode(probe.target_tokens)).toBe(` ${probe.target}`);
  }
});

test('without facts the stage prepares plain pretraining', async () => {
  const { out } = await run(dataSpec.parse({ ...generated, facts: { source: 'generated', scenarios: {} } }));
  expect(await readRows(out, factsTable)).toEqual([]);
  expect(await readRows(out, probesTable)).toEqual([]);
  expect((await readRows(out, order)).every(({ placement }) => placement === 'none')).toBe(true);
});

test.each([
  ['facts', 0],
  ['background', 0],
  // In the middle of a loop, which turns to the event loop every 50 ms.
  ['facts', 60],
  ['tokenizer', 60],
])('an abort %#: after "%s" and %d ms it stops, and leaves nothing but whole tables', async (phase, wait) => {
  const out = join(directory, `aborted-${runs++}`);
  mkdirSync(out);
  const stop = new AbortController();
  const log = (line: string): void => {
    if (!line.startsWith(phase)) return;
    if (wait === 0) stop.abort(new Error('stop'));
    else setTimeout(() => stop.abort(new Error('stop')), wait);
  };
  const long = dataSpec.parse({
    ...generated,
    background: { source: 'generated', documents: 8000 },
    tokenizer: { type: 'bytes' },
    order: { ...generated.order, batchSize: 20 },
  });
  const stage = { config: long, baseDirectory: directory };
  await expect(runData(stage, { out, log, signal: stop.signal })).rejects.toThrow('stop');
  expect(readdirSync(out)).not.toContain('order.arrow');
  expect(readdirSync(out).filter((name) => name.endsWith('.tmp'))).toEqual([]);
});

test('mistakes of the user are told as such', async () => {
  const missing = { ...fictional, background: { source: 'text' as const, locations: [{ path: 'c.txt' }] } };
  await expect(run(missing)).rejects.toThrow(LetheError);
  const crowded = { ...generated, order: { ...generated.order, batchSize: 2 } };
  await expect(run(crowded)).rejects.toThrow(/do not fit into the batch/);
});
