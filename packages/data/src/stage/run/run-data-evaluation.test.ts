import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { corpus, evaluationCorpus, evaluationSequences, readRows, sequences } from '@lethe/contracts';
import { loadTokenizer } from '@lethe/tokenizers';
import { afterAll, expect, test } from 'vitest';
import { type DataSpec, dataSpec } from '../options/data.js';
import { runData } from './run-data.js';

const directory = mkdtempSync(join(tmpdir(), 'lethe-data-evaluation-'));
afterAll(() => rmSync(directory, { recursive: true }));

const base = dataSpec.parse({
  seed: 3,
  facts: { source: 'generated', scenarios: { duplication: 1, paraphrase: 1, once: 1, control: 1 } },
  background: { source: 'generated', documents: 60 },
  tokenizer: { type: 'byte-bpe', vocabSize: 400 },
  sequenceLength: 64,
  order: { steps: 30, batchSize: 8, injection: { start: 2, interval: 3, count: 3 } },
});

let runs = 0;
async function run(evaluation: DataSpec['evaluation'], baseDirectory = directory): Promise<string> {
  const out = join(directory, `out-${runs++}`);
  mkdirSync(out);
  const signal = new AbortController().signal;
  await runData(
    { config: dataSpec.parse({ ...base, evaluation }), baseDirectory },
    { out, log: () => {}, signal },
  );
  return out;
}

test('documents that are held out are packed apart, and training sees all others', async () => {
  const out = await run({ source: 'held-out', oneIn: 6 });
  const all = new Map((await readRows(await run(undefined), corpus)).map(({ id, text }) => [id, text]));
  const trained = (await readRows(out, corpus)).map(({ id }) => id);
  const held = await readRows(out, evaluationCorpus);
  expect(held).toHaveLength(10);
  expect([...trained, ...held.map(({ id }) => id)].toSorted()).toEqual([...all.keys()].toSorted());

  const rows = await readRows(out, evaluationSequences);
  const tokenizer = loadTokenizer(join(out, 'tokenizer.json'));
  const texts = splitAt(
    rows.flatMap(({ tokens }) => tokens),
    tokenizer.endOfText,
  ).map((tokens) => tokenizer.decode(Int32Array.from(tokens)));
  // The last document may lack its end.
  for (const text of texts.slice(0, -1)) expect(held.map((document) => document.text)).toContain(text);
  expect(texts.length).toBeGreaterThan(5);
  const seen = new Set((await readRows(out, sequences)).flatMap(({ document_ids }) => document_ids));
  expect(held.filter(({ id }) => seen.has(id))).toEqual([]);
  expect(new Set(rows.flatMap(({ document_ids }) => document_ids)).size).toBeGreaterThanOrEqual(
    texts.length - 1,
  );
});

test('without evaluation there are no such tables', async () => {
  expect(readdirSync(await run(undefined)).filter((name) => name.startsWith('evaluation'))).toEqual([]);
});

test('a text of its own leaves the background as it is', async () => {
  writeFileSync(join(directory, 'other.txt'), 'A text that nobody trains on. '.repeat(40));
  const out = await run({ source: 'text', locations: [{ path: 'other.txt' }] });
  expect((await readRows(out, corpus)).length).toBe(60);
  expect((await readRows(out, evaluationCorpus)).map(({ source }) => source)).toEqual(['other.txt']);
  expect((await readRows(out, evaluationSequences)).length).toBeGreaterThan(0);
});

test('text that fills no row is refused with what was found', async () => {
  writeFileSync(join(directory, 'short.txt'), 'Two words.');
  await expect(run({ source: 'text', locations: [{ path: 'short.txt' }] })).rejects.toThrow(
    /^data\.evaluation: the text for evaluation does not fill a single row[\s\S]*64 tokens[\s\S]*9 tokens/,
  );
});

function splitAt(tokens: readonly number[], end: number): number[][] {
  const parts: number[][] = [[]];
  for (const token of tokens) {
    if (token === end) parts.push([]);
    else parts.at(-1)!.push(token);
  }
  return parts;
}
