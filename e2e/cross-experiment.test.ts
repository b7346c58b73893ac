import { existsSync, readFileSync, rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FakeWorkspace, fakeWorkspace, smallExperiment } from './support/fake-stages.js';
import type { Workspace } from './support/workspace-copy.js';

/** Training on from a run of another experiment: what runs first, what runs again, what is refused. */
let workspace: Workspace;
let nx: FakeWorkspace['nx'];
const file = (name: string): string => `experiments/${name}/experiment.json`;
const seeds = { label: 's', path: 'train.seed', values: [1, 2], together: true };

beforeAll(async () => {
  ({ workspace, nx } = await fakeWorkspace());
  workspace.writeJson(file('base'), { ...smallExperiment(), sweep: [seeds] });
  const { model: _, ...rest } = smallExperiment();
  workspace.writeJson(file('tuned'), {
    ...rest,
    train: { optimizer: { learningRate: 0.01 }, from: { experiment: 'base', run: 's{s}' } },
    sweep: [{ label: 'lr', path: 'train.optimizer.learningRate', values: [0.1, 0.2] }, seeds],
  });
});
afterAll(() => workspace?.remove());

const run = (target: string, ...more: string[]) => nx(['run', target, ...more]);

describe('an experiment that goes on from another', () => {
  it('trains that one first; the analysis waits for all of its stages', async () => {
    const { code, ran, output } = await run('tuned:analyze', '-c', 'smoke');
    expect(code, output).toBe(0);
    // Seeds are done together and share the data of either experiment.
    expect(ran.sort()).toEqual(
      ['analyze', ...Array(2).fill('data'), ...Array(6).fill('probe'), ...Array(6).fill('train')].sort(),
    );
    const place = 'experiments/tuned/out/smoke/train--lr0.2/s2';
    const { inputs, config } = JSON.parse(readFileSync(workspace.path(place, 'manifest.json'), 'utf8'));
    expect(inputs.map(({ stage, name }: { stage: string; name: string }) => [stage, name])).toEqual([
      ['data', 'data'],
      ['train', 'base/train--s2'],
    ]);
    expect(config.train.from).toEqual({ experiment: 'base', run: 's2', step: 'final', optimizer: 'fresh' });
    expect(existsSync(workspace.path('experiments/base/out/full'))).toBe(false);
    const found = readFileSync(workspace.path('experiments/tuned/out/smoke/analyze/upstream.json'), 'utf8');
    expect(JSON.parse(found)).toEqual({
      runs: ['base/s1', 'base/s2'],
      from: ['base/s1', 'base/s2', 'base/s1', 'base/s2'],
    });
  });

  it('is cached with it, and runs again when it changes', async () => {
    const again = await run('tuned:analyze', '-c', 'smoke');
    expect(again.ran).toEqual([]);
    workspace.editJson(file('base'), (json) => {
      json.title = 'another title';
    });
    expect((await run('tuned:analyze', '-c', 'smoke')).ran).toEqual([]);
    workspace.editJson(file('base'), (json) => {
      json.train.optimizer.learningRate = 0.5;
    });
    const { ran } = await run('tuned:train', '-c', 'smoke');
    expect(ran).toEqual(Array(6).fill('train'));
    workspace.editJson(file('tuned'), (json) => {
      json.sweep[0].values = [0.1, 0.3];
    });
    expect((await run('tuned:train', '-c', 'smoke')).ran).toEqual(['train', 'train']);
  });

  it('asks on the command line for the run that is not trained yet', async () => {
    rmSync(workspace.path('experiments/base/out'), { recursive: true });
    const { code, output } = await workspace.lethe([
      ...['train', '-e', 'experiments/tuned', '--profile', 'smoke', '--run', 'lr0.1-s1'],
    ]);
    expect(code).toBe(2);
    expect(output).toMatch(
      /has not run[\s\S]*next: {5}npx lethe train --experiment experiments\/base --profile smoke/,
    );
  });

  it.each([
    ['an experiment that is not there', { experiment: 'nothing' }, /no such experiment to continue from/],
    [
      'a run that is not there',
      { experiment: 'base', run: 's7' },
      /experiment base has no such run[\s\S]*s1, s2/,
    ],
    ['a step beyond the last', { experiment: 'base', run: 's1', step: 99 }, /ends before this step/],
    [
      'an optimizer that is not saved',
      { experiment: 'base', run: 's1', optimizer: 'keep' },
      /run s1 of experiment base saves no state of its optimizer after \d+ updates/,
    ],
    ['itself', { experiment: 'wrong' }, /in a circle[\s\S]*wrong -> wrong/],
    [
      'a step without weights',
      { experiment: 'base', run: 's1', step: 3 },
      /saved no weights after 3 updates/,
    ],
  ])('refuses %s, and others run', async (_, from, message) => {
    const { model: _model, ...rest } = smallExperiment();
    const train = { optimizer: { learningRate: 0.01 }, from };
    workspace.writeJson(file('wrong'), { ...rest, train });
    const { code, output } = await nx(['run-many', '-t', 'train', '-c', 'smoke', '-p', 'wrong', 'base']);
    expect(code).toBe(1);
    expect(output).toMatch(message);
    expect(output).not.toMatch(/^\s+at .*\.js:\d+/m);
    expect(existsSync(workspace.path('experiments/base/out/smoke/train/s1/manifest.json'))).toBe(true);
    rmSync(workspace.path('experiments/wrong'), { recursive: true });
  });
});
