import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  linearProbes,
  mechanism,
  passageScores,
  passages,
  readRows,
  verifyOutputs,
  writeTable,
} from '@lethe/contracts';
import { initWeights, saveCheckpoint } from '@lethe/model';
import { compile, openBackend } from '@lethe/runtime';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { probeStage } from './declaration.js';
import { probeAttributes } from './linear/fit-attribute-heads.js';
import { probeMechanism, readSymbolicWorld } from './one-layer/measure-mechanism.js';
import { planPassages } from './passages/measure-passages.js';
import { probeSpec } from './probe-options.js';
import { runProbe } from './run-probe.js';
import { personsConfig, writePersons } from './testing/persons.js';
import { tinyConfig } from './testing/tiny-model.js';

let parent: string;
const at = (name: string): string => join(parent, name);
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'lethe-tables-'));
  writePersons(at('data'));
  mkdirSync(at('out'));
  mkdirSync(at('train/checkpoints'), { recursive: true });
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

const asked = {
  linear: { steps: 5, kinds: ['q'], values: ['first'] },
  mechanism: true,
  generate: null,
  checkpoints: 'all',
};

async function probe(spec: object = asked): Promise<string[]> {
  const lines: string[] = [];
  const context = {
    out: at('out'),
    log: (line: string) => void lines.push(line),
    signal: new AbortController().signal,
  };
  const config = probeSpec.parse(spec);
  await runProbe({ config, data: at('data'), train: at('train'), backend: 'wasm' }, context);
  await verifyOutputs(probeStage, at('out'), 'lethe');
  return lines;
}

it('are written for every checkpoint, with the numbers that the commands give', async () => {
  for (const updates of [0, 7]) {
    saveCheckpoint(
      at(`train/checkpoints/step-${updates}`),
      personsConfig,
      initWeights(personsConfig, updates + 1),
    );
  }
  const lines = await probe();
  const [linear, mechanisms] = [
    await readRows(at('out'), linearProbes),
    await readRows(at('out'), mechanism),
  ];
  expect(linear.map(({ step, attribute }) => [step, attribute])).toEqual([
    [0, '0'],
    [0, '1'],
    [7, '0'],
    [7, '1'],
  ]);
  expect(lines.filter((line) => line.startsWith('probe: q-probe'))).toHaveLength(4);
  const model = at('train/checkpoints/step-7');
  const spec = probeSpec.parse(asked).linear!;
  expect(await probeAttributes({ data: at('data'), model, spec, backend: 'wasm' })).toEqual(linear.slice(2));
  expect(mechanisms.map(({ step, before }) => [step, before])).toEqual([
    [0, null],
    [7, 'step-000000'],
  ]);
  const before = { directory: at('train/checkpoints/step-0'), name: 'step-000000' };
  expect(probeMechanism(await readSymbolicWorld(at('data')), model, before)).toEqual(mechanisms[1]);
});

it('are left out where they are not asked for, and empty where there are no checkpoints', async () => {
  await probe({});
  expect(readdirSync(at('out')).sort()).toEqual(['answers.arrow', 'trace.arrows']);
  await probe();
  expect(await readRows(at('out'), linearProbes)).toEqual([]);
  expect(await readRows(at('out'), mechanism)).toEqual([]);
});

it('are not there when a model has no such mechanism', async () => {
  const wider = { ...tinyConfig, vocabSize: personsConfig.vocabSize };
  saveCheckpoint(at('train/checkpoints/step-7'), wider, initWeights(wider, 1));
  await expect(probe()).rejects.toThrow(/architecture one-layer/);
  expect(readdirSync(at('out'))).toEqual(['trace.arrows']);
});

it('score whole texts beside the probes, on models of another shape too', async () => {
  writeTable(at('data'), passages, [
    { fact_id: 'f0l0', tokens: [1, 9, 22, 20] },
    { fact_id: 'short', tokens: [3] },
    { fact_id: 'f1l1', tokens: [2, 10, 22] },
  ]);
  const wide = { ...tinyConfig, vocabSize: personsConfig.vocabSize };
  saveCheckpoint(at('train/checkpoints/step-0'), personsConfig, initWeights(personsConfig, 1));
  saveCheckpoint(at('train/checkpoints/step-5'), personsConfig, initWeights(personsConfig, 2));
  saveCheckpoint(at('train/checkpoints/step-7'), wide, initWeights(wide, 3));
  const spec = { checkpoints: 'all', generate: null, passages: { minK: 0.5, prefixes: [0.5] } };
  const lines = await probe(spec);
  expect(lines.filter((line) => /1 of 3 texts are left out/.test(line))).toHaveLength(1);
  const rows = await readRows(at('out'), passageScores);
  expect(rows.map(({ step, fact_id, tokens }) => [step, fact_id, tokens])).toEqual(
    [0, 5, 7].flatMap((step) => [
      [step, 'f0l0', 4],
      [step, 'f1l1', 3],
    ]),
  );
  // The parameters of every checkpoint, not those of the first.
  const texts = [{ factId: 'f0l0', tokens: [1, 9, 22, 20] }];
  const plan = planPassages(texts, personsConfig, probeSpec.parse(spec).passages!);
  const state = initWeights(personsConfig, 2);
  const backend = await openBackend({ backend: 'wasm' });
  const module = await compile({ backend, state, programs: plan.programs, mode: 'eager' });
  const [alone] = await plan.measure(module, 5, () => {});
  await module.dispose();
  expect(rows[2]!.mean_logprob).toBeCloseTo(alone!.mean_logprob, 5);
  expect(rows[2]).toMatchObject({ prefixes: [0.5], min_k: 0.5, prefix_tokens: [2] });
});

it('ask for texts where there are none', async () => {
  await expect(probe({ passages: {} })).rejects.toThrow(/table passages[\s\S]*run the data stage/);
  expect(readdirSync(at('out'))).toEqual([]);
});
