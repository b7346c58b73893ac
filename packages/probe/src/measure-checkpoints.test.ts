import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { linearProbes, mechanism, readRows, verifyOutputs } from '@lethe/contracts';
import { initWeights, saveCheckpoint } from '@lethe/model';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { probeStage } from './declaration.js';
import { probeAttributes } from './linear/fit-attribute-heads.js';
import { probeMechanism, readSymbolicWorld } from './one-layer/measure-mechanism.js';
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
