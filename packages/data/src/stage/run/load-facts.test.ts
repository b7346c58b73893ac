import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { FactSet } from '../../corpus/facts/fact-set.js';
import { testData } from '../../testing/test-data.js';
import { dataSpec } from '../options/data.js';
import { loadFacts } from './load-facts.js';

const directory = mkdtempSync(join(tmpdir(), 'lethe-facts-'));
afterAll(() => rmSync(directory, { recursive: true }));

function load(facts: Record<string, unknown>, rotation: number | 'seed' = 0): Promise<FactSet> {
  const config = dataSpec.parse({
    facts,
    background: { source: 'generated', documents: 1 },
    tokenizer: { type: 'bytes' },
    sequenceLength: 8,
    order: { steps: 1, batchSize: 1, injection: { start: 0, count: 1, rotation } },
  });
  const context = { out: directory, log: () => {}, signal: new AbortController().signal };
  return loadFacts(config, directory, context);
}

test('facts of PopQA, as many as the scenarios ask for', async () => {
  const capitals = ['Ulm', 'Rom', 'Oslo', 'Bern'].map((answer, i) => ({
    question: `What is the capital of Country ${i}?`,
    answer,
    aliases: [`${answer} City`],
  }));
  writeFileSync(join(directory, 'popqa.json'), JSON.stringify(capitals));
  const popqa = { source: 'popqa', location: { path: 'popqa.json' } };
  const { facts, probes } = await load({ ...popqa, scenarios: { paraphrase: 2, control: 1 } });
  expect(facts.map(({ scenario }) => scenario).sort()).toEqual(['control', 'paraphrase', 'paraphrase']);
  for (const { text, variants, object } of facts) {
    expect(variants).toHaveLength(7);
    expect(text).toContain(object);
  }
  expect(probes.map(({ fact_id }) => fact_id)).toEqual(facts.map(({ fact_id }) => fact_id));
  expect(probes[0]!.prompt).toMatch(/^Q: What is the capital of Country \d\? A:$/);
  const plain = await load({ ...popqa, wordings: 1, scenarios: { once: 4 } });
  expect(plain.facts.map(({ variants }) => variants)).toEqual([[], [], [], []]);
  const drawn = await load({ ...popqa, templates: 3, wordings: 2, trainFraction: 1, scenarios: { once: 4 } });
  expect(drawn.facts.map(({ variants }) => variants.length)).toEqual([1, 1, 1, 1]);
  expect(drawn.probes.map(({ split }) => split)).toEqual(Array(4).fill('train'));
  await expect(load({ ...popqa, templates: 3, wordings: 4, scenarios: { once: 1 } })).rejects.toThrow(
    /wordings[\s\S]*1 to 3/,
  );
  await expect(load({ ...popqa, wordings: 1, scenarios: { paraphrase: 1 } })).rejects.toThrow(
    /too few facts for scenario paraphrase/,
  );
});

const published = testData('popqa/popqa_test.json');
test.skipIf(!existsSync(published))('the published PopQA fills any scenarios', async () => {
  const scenarios = { duplication: 1000, paraphrase: 1000, once: 1000, control: 1000 };
  const popqa = { source: 'popqa', location: { path: published }, scenarios };
  const { facts, probes } = await load(popqa);
  expect([facts.length, probes.length]).toEqual([4000, 4000]);
  expect((await load(popqa)).facts).toEqual(facts);
});

test('scenarios are rotated', async () => {
  const generated = { source: 'generated', scenarios: { duplication: 2, once: 2, control: 1 } };
  const scenariosOf = ({ facts }: FactSet) => facts.map(({ scenario }) => scenario);
  const given = scenariosOf(await load(generated));
  expect(scenariosOf(await load(generated, 2))).toEqual([...given.slice(-2), ...given.slice(0, -2)]);
});
