import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  backgroundEncounters,
  evaluationSequences,
  facts,
  order,
  readRows,
  writeTable,
} from '@lethe/contracts';
import { afterAll, expect, test } from 'vitest';
import { dataSpec } from '../options/data.js';
import { runData } from '../run/run-data.js';
import { describeDataStage } from './describe-data-stage.js';
import { formatDescription } from './format-description.js';

const directory = mkdtempSync(join(tmpdir(), 'lethe-describe-stage-'));
afterAll(() => rmSync(directory, { recursive: true }));

const config = dataSpec.parse({
  seed: 3,
  facts: { source: 'generated', scenarios: { duplication: 2, paraphrase: 2, once: 3, control: 1 } },
  background: { source: 'generated', documents: 40 },
  evaluation: { source: 'held-out', oneIn: 10 },
  tokenizer: { type: 'byte-bpe', vocabSize: 400 },
  sequenceLength: 64,
  order: { steps: 20, batchSize: 16, injection: { start: 2, interval: 4, count: 3 } },
});

test('a data stage: encounters and tokens are those of its order table', async () => {
  const out = join(directory, 'whole');
  mkdirSync(out);
  await runData({ config, baseDirectory: '.' }, { out, log: () => {}, signal: new AbortController().signal });
  const statistics = await describeDataStage(out);
  expect(statistics).toMatchObject({
    finished: false,
    documents: 36,
    evaluationRows: (await readRows(out, evaluationSequences)).length,
    facts: 8,
    probes: 8 * 13,
    sequences: { length: 64 },
    order: { steps: 20, rows: 320, batchSize: 16, factsInjected: 7, injectedTokens: { of: 320 * 64 } },
  });
  const scenarios = Object.fromEntries(statistics.scenarios.map((found) => [found.scenario, found]));
  const three = { min: 3, mean: 3, max: 3 };
  const four = { min: 4, mean: 4, max: 4 };
  expect(scenarios.duplication).toMatchObject({ facts: 2, probed: 2, encounters: three, spacing: four });
  expect(scenarios.paraphrase).toMatchObject({ facts: 2, encounters: three, wordings: { min: 10 } });
  expect(scenarios.once).toMatchObject({ facts: 3, encounters: { min: 1, max: 1 }, spacing: null });
  expect(scenarios.control).toMatchObject({ facts: 1, encounters: { min: 0, max: 0 }, injectedTokens: 0 });

  const rows = await readRows(out, order);
  const scenarioOf = new Map((await readRows(out, facts)).map((fact) => [fact.fact_id, fact.scenario]));
  const met = new Set<string>();
  const tokens = new Map<string, number>();
  for (const { step, fact_ids, lengths } of rows) {
    for (const [i, id] of fact_ids.entries()) {
      met.add(`${step} ${id}`);
      const scenario = scenarioOf.get(id)!;
      tokens.set(scenario, (tokens.get(scenario) ?? 0) + lengths[i]!);
    }
  }
  expect(statistics.order!.encounters).toBe(met.size);
  for (const [scenario, count] of tokens) expect(scenarios[scenario]!.injectedTokens).toBe(count);
  const injected = rows.filter(({ fact_ids }) => fact_ids.length > 0);
  expect(statistics.order!.injectedRows).toEqual({ count: injected.length, of: 320 });
  // Texts are longer than rows, so that a fact takes several rows of its step.
  expect(injected.length).toBeGreaterThan(met.size);
  expect(statistics.order).toMatchObject({
    firstInjection: injected[0]!.step,
    lastInjection: injected.at(-1)!.step,
    placements: { prepend: injected.length, none: 320 - injected.length },
  });
  expect(formatDescription(statistics)).toMatch(/not finished[\s\S]*Facts[\s\S]*Probes[\s\S]*Order/);
});

test('facts alone', async () => {
  const out = join(directory, 'facts');
  mkdirSync(out);
  const fact = { subject: null, relation: null, object: null, popularity: null, variants: ['b', 'c'] };
  writeTable(out, facts, [{ ...fact, fact_id: 'f', scenario: 'once', text: 'a' }]);
  const statistics = await describeDataStage(out);
  expect(formatDescription(statistics)).toMatch(/^Facts and probes, without an order of training\n/);
  expect(statistics).toEqual({
    kind: 'data-stage',
    finished: false,
    documents: null,
    background: null,
    facts: 1,
    scenarios: [{ scenario: 'once', facts: 1, wordings: { min: 3, mean: 3, max: 3 } }],
    probes: 0,
    depths: [],
    sequences: null,
    evaluationRows: null,
    order: null,
  });
});

test('a file, and what is not there, are refused', async () => {
  const file = join(directory, 'a.jsonl');
  writeFileSync(file, '{}');
  await expect(describeDataStage(file)).rejects.toThrow(/not the directory[\s\S]*found: {4}a file/);
  await expect(describeDataStage(join(directory, 'none'))).rejects.toThrow(/found: {4}nothing/);
});

test('how often the background tells the facts of a scenario', async () => {
  const out = join(directory, 'told');
  mkdirSync(out);
  const told = dataSpec.parse({
    ...config,
    facts: { source: 'generated', scenarios: { background: 3, control: 1 } },
    background: { source: 'world' },
    order: { steps: 20, batchSize: 16, injection: { start: 0, scenarios: { background: 'told' }, count: 1 } },
  });
  await runData(
    { config: told, baseDirectory: '.' },
    { out, log: () => {}, signal: new AbortController().signal },
  );
  const statistics = await describeDataStage(out);
  const counts = (await readRows(out, backgroundEncounters)).map(({ steps }) => steps.length);
  expect(counts).toHaveLength(3);
  expect(statistics.scenarios.find(({ scenario }) => scenario === 'background')!.told).toMatchObject({
    min: Math.min(...counts),
    max: Math.max(...counts),
  });
  expect(statistics.scenarios.find(({ scenario }) => scenario === 'control')!.told).toMatchObject({ max: 0 });
  expect(formatDescription(statistics)).toMatch(/tokens in all +told\n/);
});
