import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  corpus,
  facts as factsTable,
  LetheError,
  order as orderTable,
  probes as probesTable,
  readRows,
  sequences as sequencesTable,
} from '@lethe/contracts';
import { loadTokenizer } from '@lethe/tokenizers';
import { afterAll, expect, it } from 'vitest';
import { dataSpec } from '../options/data.js';
import { createSymbolicWorld } from '../worlds/symbolic/create-symbolic-world.js';
import { pretrainingRows } from '../worlds/symbolic/symbolic-rows.js';
import { runData } from './run-data.js';

const root = mkdtempSync(join(tmpdir(), 'lethe-worlds-'));
afterAll(() => rmSync(root, { recursive: true }));

const base = {
  seed: 5,
  sequenceLength: 16,
  order: { steps: 12, batchSize: 2, injection: { start: 2, interval: 3, count: 3 } },
};
let runs = 0;
async function run(config: object): Promise<string> {
  const out = join(root, String(runs++));
  mkdirSync(out);
  const context = { out, log: () => {}, signal: new AbortController().signal };
  await runData({ config: dataSpec.parse({ ...base, ...config }), baseDirectory: root }, context);
  return out;
}

it('trains on the sequences of a symbolic world, and asks its questions', async () => {
  const out = await run({
    facts: {
      source: 'symbolic',
      scenarios: { background: 20, control: 2 },
      templates: 8,
      multiplicity: 3,
      fineTuned: 6,
    },
    background: { source: 'world' },
    tokenizer: { type: 'symbolic' },
  });
  const world = createSymbolicWorld({ subjects: 22, templates: 8, multiplicity: 3, seed: 5 });
  const facts = await readRows(out, factsTable);
  expect(facts.map(({ object }) => object)).toEqual(Array.from(world.answers, (a) => `a${a}`));
  const tokenizer = loadTokenizer(join(out, 'tokenizer.json'));
  expect(tokenizer.vocabSize).toBe(world.vocabulary.size);
  const told = facts.filter(({ scenario }) => scenario === 'background');
  const texts = (await readRows(out, corpus)).map(({ text }) => text);
  expect(texts.sort()).toEqual(told.flatMap(({ text, variants }) => [text, ...variants]).sort());
  const { tokens } = pretrainingRows(world);
  const sequences = new Set(
    Array.from({ length: 66 }, (_, i) => tokens.subarray(3 * i, 3 * i + 3).join(' ')),
  );
  // Rows hold four sequences, each with its end-of-text token.
  for (const { tokens } of await readRows(out, sequencesTable)) {
    const parts = Array.from(tokens).join(' ').split(` ${tokenizer.endOfText}`);
    expect(parts.slice(0, 4).every((part) => sequences.has(part.trim()))).toBe(true);
  }
  expect((await readRows(out, orderTable)).every(({ fact_ids }) => fact_ids.length === 0)).toBe(true);
  const questions = (await readRows(out, probesTable)).filter(({ depth }) => depth === 'qa');
  expect(questions.filter(({ split }) => split === 'train')).toHaveLength(6);
  expect(
    questions.every(({ prompt_tokens, target_tokens }) => prompt_tokens.length + target_tokens.length === 3),
  ).toBe(true);
});

it('injects biographies beside others that the background tells by popularity', async () => {
  const out = await run({
    facts: {
      source: 'biographies',
      scenarios: { background: 30, duplication: 2, paraphrase: 2, control: 2 },
      variant: 'multi3+permute',
      zipfExponent: 1,
    },
    background: { source: 'world', copies: 4 },
    tokenizer: { type: 'bytes' },
    sequenceLength: 512,
    order: { ...base.order, batchSize: 4 },
  });
  const facts = await readRows(out, factsTable);
  const scenarioOf = new Map(facts.map(({ fact_id, scenario }) => [fact_id, scenario]));
  const tellings = new Map<string, number>();
  for (const { id } of await readRows(out, corpus)) {
    const fact = id.split('/')[0]!;
    tellings.set(fact, (tellings.get(fact) ?? 0) + 1);
  }
  expect([...tellings.keys()].every((id) => scenarioOf.get(id) === 'background')).toBe(true);
  expect([...tellings.values()].reduce((sum, count) => sum + count, 0)).toBe(30 * 3 * 4);
  const told = facts.filter(({ scenario }) => scenario === 'background');
  const byPopularity = told.sort((a, b) => b.popularity! - a.popularity!);
  expect(tellings.get(byPopularity[0]!.fact_id)).toBe(Math.max(...tellings.values()));
  const injected = new Set((await readRows(out, orderTable)).flatMap(({ fact_ids }) => Array.from(fact_ids)));
  expect([...injected].map((id) => scenarioOf.get(id)).sort()).toEqual([
    'duplication',
    'duplication',
    'paraphrase',
    'paraphrase',
  ]);
});

it('refuses a background without facts to tell, and symbols without a symbolic world', async () => {
  const generated = { source: 'generated', scenarios: { once: 1 } };
  await expect(
    run({ facts: generated, background: { source: 'world' }, tokenizer: { type: 'bytes' } }),
  ).rejects.toThrow(/no facts that the background could tell/);
  await expect(
    run({
      facts: generated,
      background: { source: 'generated', documents: 3 },
      tokenizer: { type: 'symbolic' },
    }),
  ).rejects.toThrow(LetheError);
  expect(() =>
    dataSpec.parse({
      ...base,
      facts: { source: 'biographies', variant: 'many', scenarios: { once: 1 } },
      background: { source: 'world' },
      tokenizer: { type: 'bytes' },
    }),
  ).toThrow(/single or multiM/);
});
