import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkOrigins, findOrigin, originTasks } from './find-origin.js';
import { readExperiment } from './parse-experiment.js';
import { planExperiment } from './plan-experiment.js';

let parent: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'lethe-origin-'));
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

const base = {
  title: 'Demo',
  data: {
    facts: { source: 'generated', scenarios: { once: 2 } },
    background: { source: 'generated', documents: 10 },
    tokenizer: { type: 'bytes' },
    sequenceLength: 32,
    order: { steps: 100, batchSize: 4 },
  },
  smoke: { data: { order: { steps: 7 } } },
};
const optimizer = { learningRate: 0.001 };
const seeds = (values: number[]) => [{ label: 's', path: 'train.seed', values }];

function write(name: string, json: object): void {
  mkdirSync(join(parent, name), { recursive: true });
  writeFileSync(join(parent, name, 'experiment.json'), JSON.stringify({ ...base, ...json }));
}

function writePretraining(): void {
  write('pretraining', {
    model: { layers: 1, heads: 1, width: 8 },
    train: { optimizer },
    sweep: [...seeds([1, 2]), { label: 'lr', path: 'train.optimizer.learningRate', values: [0.1, 0.2] }],
  });
}

/** Checks an experiment as the command line and Nx do. */
function check(name: string, profile: 'full' | 'smoke' = 'full') {
  const experiment = readExperiment(join(parent, name));
  const plan = planExperiment(experiment, profile);
  checkOrigins(experiment, plan, profile);
  return { experiment, plan };
}

test('labels of the sweep choose the run, and the last step is that of the profile', () => {
  writePretraining();
  const from = { experiment: 'pretraining', run: 's{s}-lr0.2' };
  write('tuning', { train: { from, optimizer }, sweep: seeds([1, 2]) });
  for (const [profile, steps] of [
    ['full', 100],
    ['smoke', 7],
  ] as const) {
    const { experiment, plan } = check('tuning', profile);
    const [, second] = plan.tasks.filter(({ stage }) => stage === 'train');
    expect(second!.origins).toEqual([
      { experiment: 'pretraining', run: 's2-lr0.2', step: 'final', optimizer: 'fresh' },
    ]);
    const origin = findOrigin(experiment, second!.origins[0]!, profile);
    expect(originTasks(origin, 'train').map(({ directory }) => directory)).toEqual([
      `out/${profile}/train--s2-lr0.2`,
    ]);
    expect(origin.updates).toBe(steps);
    expect(plan.tasks.at(-1)!.origins.map(({ run }) => run)).toEqual(['s1-lr0.2', 's2-lr0.2']);
  }
});

test('an axis that only names the run gives train targets of its own, and data none', () => {
  writePretraining();
  const from = { experiment: 'pretraining', run: 's1-lr{l}' };
  const sweep = [{ label: 'l', variants: { '0.1': {}, '0.2': {} } }];
  write('tuning', { train: { from, optimizer }, sweep });
  expect(check('tuning').plan.tasks.map(({ target }) => target)).toEqual([
    'data',
    'train--l0.1',
    'train--l0.2',
    'probe--l0.1',
    'probe--l0.2',
    'analyze',
  ]);
});

test('an optimizer can be kept only where the other training saves it, or a command may', () => {
  const from = { experiment: 'base', step: 10, optimizer: 'keep' };
  write('tuning', {
    train: { from, optimizer },
    smoke: { train: { from: { step: 'final' } }, ...base.smoke },
  });
  const checkpoints = (checkpoints: unknown, more = {}) =>
    write('base', { model: { layers: 1, heads: 1, width: 8 }, train: { optimizer, checkpoints }, ...more });
  const none = /saves no state of its optimizer after 10 updates[\s\S]*"optimizer": \[10\][\s\S]*fresh/;
  checkpoints([10]);
  expect(() => check('tuning')).toThrow(none);
  checkpoints(
    { at: [10], optimizer: [20] },
    { smoke: { train: { checkpoints: { at: [], optimizer: false } } } },
  );
  expect(() => check('tuning')).toThrow(none);
  checkpoints(
    { at: [10], optimizer: true },
    { smoke: { ...base.smoke, train: { checkpoints: { at: [] } } } },
  );
  expect(check('tuning').plan.tasks[1]!.origins).toEqual([{ run: 'main', ...from }]);
  check('tuning', 'smoke');
  checkpoints([10], { stages: { train: { command: 'true' } }, smoke: { train: { checkpoints: [] } } });
  check('tuning');
});

test('one axis sets the checkpoint and the place in the stream of rows', () => {
  const model = { layers: 1, heads: 1, width: 8 };
  write('base', { model, train: { optimizer, checkpoints: { optimizer: [10, 50] } }, smoke: {} });
  const order = { ...base.data.order, from: { steps: 10 } };
  write('tuning', {
    data: { ...base.data, order },
    train: { optimizer, from: { experiment: 'base', step: 10, optimizer: 'keep' } },
    sweep: [{ label: 'at', path: ['data.order.from.steps', 'train.from.step'], values: [10, 50] }],
  });
  const { plan } = check('tuning');
  expect(plan.runs.map(({ spec }) => spec.data.order.from)).toEqual([{ steps: 10 }, { steps: 50 }]);
  expect(plan.tasks.filter(({ stage }) => stage === 'train').map(({ origins }) => origins[0]!.step)).toEqual([
    10, 50,
  ]);
  expect(plan.tasks.slice(0, 2).map(({ target }) => target)).toEqual(['data--at10', 'data--at50']);
});

test('the optimizer of an adapter, merged into the checkpoint, is neither kept nor saved', () => {
  const from = { experiment: 'base', optimizer: 'keep' };
  const lora = { rank: 1, alpha: 1, targets: ['c_attn'] };
  write('tuning', { train: { from, optimizer, lora, checkpoints: { optimizer: true } } });
  expect(() => check('tuning')).toThrow(
    /holds merged into the model[\s\S]*train.from.optimizer[\s\S]*train.checkpoints.optimizer/,
  );
});

test.each([
  ['no such experiment', { experiment: 'nothing' }, /no such experiment to continue from[\s\S]*nothing/],
  ['no such run', { experiment: 'pretraining', run: 's3-lr0.2' }, /has no such run[\s\S]*s1-lr0.1, s1-lr0.2/],
  ['no run where there is a sweep', { experiment: 'pretraining' }, /has no such run[\s\S]*found: {4}main/],
  ['an unknown label', { experiment: 'pretraining', run: 's{q}-lr0.2' }, /\{q\} is not a label/],
  [
    'a step too late',
    { experiment: 'pretraining', run: 's1-lr0.2', step: 101 },
    /ends before this step[\s\S]*at most 100/,
  ],
  ['itself', { experiment: 'tuning' }, /in a circle[\s\S]*tuning -> tuning/],
])('refuses %s', (_, from, message) => {
  writePretraining();
  write('tuning', { train: { from, optimizer } });
  expect(() => check('tuning')).toThrow(message);
});

test('a circle of experiments is found wherever one begins', () => {
  const goesOn = (experiment: string) => ({ train: { from: { experiment }, optimizer } });
  write('a', goesOn('b'));
  write('b', goesOn('c'));
  write('c', goesOn('b'));
  expect(() => check('a')).toThrow(/in a circle[\s\S]*a -> b -> c -> b/);
  expect(() => check('c')).toThrow(/c -> b -> c/);
});
