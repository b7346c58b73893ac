import { rmSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createExperimentNodes } from './create-experiment-nodes.js';
import { type TemporaryWorkspace, temporaryWorkspace } from './testing/temporary-workspace.js';

let workspace: TemporaryWorkspace;
beforeEach(() => {
  workspace = temporaryWorkspace();
});
afterEach(() => rmSync(workspace.root, { recursive: true, force: true }));

function inputs(changes: object, stage: string): object[] {
  const file = workspace.experiment('a', changes);
  const [, { projects }] = createExperimentNodes([file], workspace.root)[0]!;
  return Object.values(projects)[0]!.targets![stage]!.inputs as object[];
}
const withKey = (list: object[], key: string): object[] => list.filter((input) => key in input);
/** Of all tasks: what plans them, and what runs them. */
const always = [
  { input: 'production', projects: ['experiment'] },
  { input: 'runner', projects: ['cli'] },
];
const packages = (changes: object, stage: string): object[] =>
  withKey(inputs(changes, stage), 'input').slice(always.length);
const outside = (changes: object, stage: string): object[] =>
  withKey(inputs(changes, stage), 'runtime').filter((input) => !JSON.stringify(input).includes('native'));
const train = { optimizer: { learningRate: 0.1 } };
const runtime = (stage: string) => [
  { runtime: `node tools/cli/bin/lethe.mjs inputs experiments/a ${stage}` },
];

describe('stageInputs', () => {
  it('names the slice of the spec that each stage reads', () => {
    const fields = (stage: string) => withKey(inputs({}, stage), 'json')[0];
    const json = '{projectRoot}/experiment.json';
    expect(fields('data')).toEqual({
      json,
      fields: ['extends', 'data', 'smoke.data', 'sweep', 'stages.data'],
    });
    expect(fields('train')).toEqual({
      json,
      fields: ['extends', 'model', 'train', 'smoke.model', 'smoke.train', 'sweep', 'stages.train'],
    });
  });

  it('names the sections of experiments that are extended', () => {
    workspace.experiment('base', { probe: {} });
    workspace.experiment('middle', {
      extends: { experiment: 'base', sections: ['data', 'probe'] },
      probe: {},
    });
    const last = { data: { seed: 2 }, extends: { experiment: 'middle', sections: ['data'] } };
    const taken = (stage: string) => withKey(inputs(last, stage), 'json').slice(1);
    const file = (name: string) => `{workspaceRoot}/experiments/${name}/experiment.json`;
    expect(taken('data')).toEqual([
      { json: file('middle'), fields: ['extends', 'data', 'smoke.data'] },
      { json: file('base'), fields: ['extends', 'data', 'smoke.data'] },
    ]);
    expect(taken('probe')).toEqual([]);
  });

  it('lists a package and its dependencies, in two entries, after what plans and runs all tasks', () => {
    expect(withKey(inputs({}, 'probe'), 'input')).toEqual([
      ...always,
      { input: 'production', projects: ['probe'] },
      { input: 'production', projects: ['probe'], dependencies: true },
    ]);
  });

  it('adds the packages of observers, those of the small version too', () => {
    const projects = (changes: object) => (packages(changes, 'train')[0] as { projects: string[] }).projects;
    const observers = [{ module: '@lethe/probe' }];
    expect(projects({ train, smoke: {} })).toEqual(['train']);
    expect(projects({ train: { ...train, observers }, smoke: {} }).sort()).toEqual(['probe', 'train']);
    expect(projects({ train, smoke: { train: { observers } } }).sort()).toEqual(['probe', 'train']);
  });

  it('never counts all npm packages, counts the backend where it computes, and upstream manifests', () => {
    for (const stage of ['data', 'train', 'probe', 'analyze']) {
      const list = inputs({}, stage);
      expect(list).toContainEqual({ externalDependencies: [] });
      const computes = stage === 'train' || stage === 'probe';
      expect(withKey(list, 'env')).toHaveLength(computes ? 1 : 0);
      expect(withKey(list, 'runtime')).toEqual(
        computes ? [{ runtime: 'node tools/nx-lethe/native-library.mjs' }] : [],
      );
      expect(withKey(list, 'dependentTasksOutputFiles')).toHaveLength(stage === 'data' ? 0 : 1);
    }
  });

  it('asks for files outside only where there are any', () => {
    expect(outside({}, 'data')).toEqual([]);
    expect(outside({}, 'train')).toEqual([]);
    const text = { source: 'text', locations: [{ path: 'a.txt' }] };
    const base = { facts: { source: 'generated', scenarios: { once: 1 } }, tokenizer: { type: 'bytes' } };
    const order = { steps: 400, batchSize: 4, injection: { start: 1, count: 1 } };
    const data = { ...base, background: text, sequenceLength: 8, order };
    expect(outside({ data, smoke: {} }, 'data')).toEqual(runtime('data'));
    const file = { type: 'file', location: { path: 'tokenizer.json' } };
    const generated = { source: 'generated', documents: 1 };
    const inside = { ...data, background: generated };
    expect(outside({ data: inside, smoke: {} }, 'data')).toEqual([]);
    const mixed = [
      { ...generated, share: 0.5 },
      { ...text, share: 0.5 },
    ];
    const mixture = { ...data, background: mixed };
    expect(outside({ data: mixture, smoke: {} }, 'data')).toEqual(runtime('data'));
    const evaluated = { ...inside, evaluation: text };
    expect(outside({ data: evaluated, smoke: {} }, 'data')).toEqual(runtime('data'));
    const tokenized = { ...inside, tokenizer: file };
    expect(outside({ data: tokenized, smoke: {} }, 'data')).toEqual(runtime('data'));
    const observers = [{ module: './watch.mjs' }];
    expect(outside({ train: { ...train, observers }, smoke: {} }, 'train')).toEqual(runtime('train'));
  });

  it('counts no package for a custom stage, but the files that it declares', () => {
    const stages = { train: { command: 'python t.py', inputs: ['t.py'] }, probe: { command: 'true' } };
    const list = inputs({ stages }, 'train');
    expect(withKey(list, 'input')).toEqual(always);
    expect(withKey(list, 'env')).toEqual([]);
    expect(withKey(list, 'runtime')).toEqual(runtime('train'));
    expect(outside({ stages }, 'probe')).toEqual([]);
  });
});
