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
const train = { optimizer: { learningRate: 0.1 } };
const runtime = (stage: string) => [
  { runtime: `node tools/cli/bin/lethe.mjs inputs experiments/a ${stage}` },
];

describe('stageInputs', () => {
  it('names the slice of the spec that each stage reads', () => {
    const fields = (stage: string) => withKey(inputs({}, stage), 'json')[0];
    const json = '{projectRoot}/experiment.json';
    expect(fields('data')).toEqual({ json, fields: ['data', 'smoke.data', 'sweep', 'stages.data'] });
    expect(fields('train')).toEqual({
      json,
      fields: ['model', 'train', 'smoke.model', 'smoke.train', 'sweep', 'stages.train'],
    });
  });

  it('lists a package and its dependencies, in two entries', () => {
    expect(withKey(inputs({}, 'probe'), 'input')).toEqual([
      { input: 'production', projects: ['probe'] },
      { input: 'production', projects: ['probe'], dependencies: true },
    ]);
  });

  it('adds the packages of observers, those of the small version too', () => {
    const projects = (changes: object) =>
      (withKey(inputs(changes, 'train'), 'input')[0] as { projects: string[] }).projects;
    const observers = [{ module: '@lethe/probe' }];
    expect(projects({ train, smoke: {} })).toEqual(['train']);
    expect(projects({ train: { ...train, observers }, smoke: {} }).sort()).toEqual(['probe', 'train']);
    expect(projects({ train, smoke: { train: { observers } } }).sort()).toEqual(['probe', 'train']);
  });

  it('never counts all npm packages, counts the backend where it computes, and upstream manifests', () => {
    for (const stage of ['data', 'train', 'probe', 'analyze']) {
      const list = inputs({}, stage);
      expect(list).toContainEqual({ externalDependencies: [] });
      expect(withKey(list, 'env')).toHaveLength(stage === 'train' || stage === 'probe' ? 1 : 0);
      expect(withKey(list, 'dependentTasksOutputFiles')).toHaveLength(stage === 'data' ? 0 : 1);
    }
  });

  it('asks for files outside only where there are any', () => {
    expect(withKey(inputs({}, 'data'), 'runtime')).toEqual([]);
    expect(withKey(inputs({}, 'train'), 'runtime')).toEqual([]);
    const text = { source: 'text', locations: [{ path: 'a.txt' }] };
    const base = { facts: { source: 'generated', scenarios: { once: 1 } }, tokenizer: { type: 'bytes' } };
    const order = { steps: 400, batchSize: 4, injection: { start: 1, count: 1 } };
    const data = { ...base, background: text, sequenceLength: 8, order };
    expect(withKey(inputs({ data, smoke: {} }, 'data'), 'runtime')).toEqual(runtime('data'));
    const file = { type: 'file', location: { path: 'tokenizer.json' } };
    const generated = { source: 'generated', documents: 1 };
    const inside = { ...data, background: generated };
    expect(withKey(inputs({ data: inside, smoke: {} }, 'data'), 'runtime')).toEqual([]);
    const mixed = [
      { ...generated, share: 0.5 },
      { ...text, share: 0.5 },
    ];
    const mixture = { ...data, background: mixed };
    expect(withKey(inputs({ data: mixture, smoke: {} }, 'data'), 'runtime')).toEqual(runtime('data'));
    const evaluated = { ...inside, evaluation: text };
    expect(withKey(inputs({ data: evaluated, smoke: {} }, 'data'), 'runtime')).toEqual(runtime('data'));
    const tokenized = { ...inside, tokenizer: file };
    expect(withKey(inputs({ data: tokenized, smoke: {} }, 'data'), 'runtime')).toEqual(runtime('data'));
    const observers = [{ module: './watch.mjs' }];
    expect(withKey(inputs({ train: { ...train, observers }, smoke: {} }, 'train'), 'runtime')).toEqual(
      runtime('train'),
    );
  });

  it('counts no package for a custom stage, but the files that it declares', () => {
    const stages = { train: { command: 'python t.py', inputs: ['t.py'] }, probe: { command: 'true' } };
    const list = inputs({ stages }, 'train');
    expect(withKey(list, 'input')).toEqual([]);
    expect(withKey(list, 'env')).toEqual([]);
    expect(withKey(list, 'runtime')).toEqual(runtime('train'));
    expect(withKey(inputs({ stages }, 'probe'), 'runtime')).toEqual([]);
  });
});
