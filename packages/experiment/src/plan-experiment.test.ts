import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readExperiment } from './parse-experiment.js';
import { findTask, findTasks, planExperiment } from './plan-experiment.js';

let directory: string;
beforeEach(() => {
  directory = join(mkdtempSync(join(tmpdir(), 'lethe-spec-')), 'demo');
  mkdirSync(directory);
});
afterEach(() => rmSync(join(directory, '..'), { recursive: true, force: true }));

type Json = Record<string, unknown>;

function minimal(): Json {
  return {
    title: 'Demo',
    data: {
      facts: { source: 'generated', scenarios: { duplication: 2, once: 2 } },
      background: { source: 'generated', documents: 10 },
      tokenizer: { type: 'bytes' },
      sequenceLength: 32,
      order: { steps: 100, batchSize: 4, injection: { start: 10, interval: 20, count: 3 } },
    },
    model: { layers: 1, heads: 1, width: 8 },
    train: { optimizer: { learningRate: 0.001 } },
  };
}

function experiment(json: unknown) {
  writeFileSync(join(directory, 'experiment.json'), typeof json === 'string' ? json : JSON.stringify(json));
  return readExperiment(directory);
}

describe('readExperiment', () => {
  it('fills in defaults', () => {
    const { name, spec } = experiment(minimal());
    expect(name).toBe('demo');
    expect(spec.train.optimizer).toMatchObject({ beta1: 0.9, beta2: 0.95, weightDecay: 0.1 });
    expect(spec.analyze).toEqual({
      seed: 1,
      unit: 'token',
      window: 50,
      iqrFactor: 1.5,
      bootstrap: { resamples: 2000, level: 0.95, method: 't' },
      traces: { firstLag: 20 },
      longTail: {
        decay: 'logarithmic',
        facts: 100_000,
        exponent: 1,
        perStep: 1,
        duplicates: { copies: 5, spacing: 1, copyGain: 1 },
        share: 0.1,
        knownAt: 1,
      },
      exports: ['csv', 'parquet', 'svg', 'png'],
    });
  });

  it.each([
    ['broken JSON', '{"title": ', /not a JSON object/],
    ['an unknown key', { ...minimal(), colour: 1 }, /colour/],
    [
      'an unknown nested key',
      { ...minimal(), model: { layers: 1, heads: 1, width: 8, depth: 3 } },
      /depth[\s\S]*at model/,
    ],
    ['a wrong type', { ...minimal(), model: { layers: 'two', heads: 1, width: 8 } }, /at model\.layers/],
    [
      'a width that heads do not divide',
      { ...minimal(), model: { layers: 1, heads: 3, width: 8 } },
      /multiple of heads/,
    ],
    [
      'a broken smoke override',
      { ...minimal(), smoke: { model: { depth: 1 } } },
      /with its smoke overrides[\s\S]*depth/,
    ],
    ['an array', [], /not a JSON object/],
  ])('refuses %s and names the place', (_, json, message) => {
    expect(() => experiment(json)).toThrow(message);
    expect(() => experiment(json)).toThrow(/experiment\.json/);
  });

  it('refuses injections beyond the last step', () => {
    const json = minimal();
    (json.data as { order: Json }).order.steps = 50;
    expect(() => experiment(json)).toThrow(/beyond the last step[\s\S]*steps > 50/);
  });
});

describe('planExperiment', () => {
  it('has one task per stage without a sweep', () => {
    const { tasks, runs } = planExperiment(experiment(minimal()), 'full');
    expect(tasks.map((task) => [task.target, task.directory, task.inputs])).toEqual([
      ['data', 'out/full/data', []],
      ['train', 'out/full/train', ['data']],
      ['probe', 'out/full/probe', ['data', 'train']],
      ['analyze', 'out/full/analyze', ['data', 'train', 'probe']],
    ]);
    expect(runs.map((run) => run.id)).toEqual(['main']);
  });

  it('gives a stage targets of its own only for axes that it depends on', () => {
    const sweep = [
      { label: 'bs', path: 'data.order.batchSize', values: [8, 32] },
      { label: 's', path: 'train.seed', values: [1, 2] },
    ];
    const plan = planExperiment(experiment({ ...minimal(), sweep }), 'full');
    expect(plan.tasks.map((task) => task.target)).toEqual([
      'data--bs8',
      'data--bs32',
      'train--bs8-s1',
      'train--bs8-s2',
      'train--bs32-s1',
      'train--bs32-s2',
      'probe--bs8-s1',
      'probe--bs8-s2',
      'probe--bs32-s1',
      'probe--bs32-s2',
      'analyze',
    ]);
    expect(findTask(plan, 'train--bs32-s2', 'demo')).toMatchObject({ inputs: ['data--bs32'], seed: 2 });
    expect(findTask(plan, 'data--bs32', 'demo').config).toMatchObject({ data: { order: { batchSize: 32 } } });
    expect(findTask(plan, 'analyze', 'demo').inputs).toHaveLength(10);
    expect(() => findTask(plan, 'train', 'demo')).toThrow(/train--bs8-s1/);
  });

  it('keeps title, notes and other sections out of what a stage reads', () => {
    const before = planExperiment(experiment(minimal()), 'full');
    const after = planExperiment(
      experiment({ ...minimal(), title: 'Another', notes: 'n', train: { optimizer: { learningRate: 0.5 } } }),
      'full',
    );
    const config = (plan: typeof before, target: string) => findTask(plan, target, 'demo').config;
    expect(config(after, 'data')).toEqual(config(before, 'data'));
    expect(config(after, 'train')).not.toEqual(config(before, 'train'));
    expect(config(after, 'analyze')).toEqual(config(before, 'analyze'));
  });

  it('lays smoke overrides over the spec, under swept values', () => {
    const json = {
      ...minimal(),
      smoke: { data: { order: { steps: 60 } }, train: { seed: 9 }, model: { width: 4 } },
      sweep: [{ label: 's', path: 'train.seed', values: [1, 2] }],
    };
    const plan = planExperiment(experiment(json), 'smoke');
    expect(
      plan.runs.map((run) => [run.spec.train.seed, run.spec.model!.width, run.spec.data.order.steps]),
    ).toEqual([
      [1, 4, 60],
      [2, 4, 60],
    ]);
    expect(plan.tasks[0]!.directory).toBe('out/smoke/data');
    expect(planExperiment(experiment(json), 'full').runs[0]!.spec.model!.width).toBe(8);
  });

  it('gives all paths of an axis the same value', () => {
    const sweep = [{ label: 's', path: ['data.seed', 'train.seed'], values: [4, 5] }];
    const smoke = { train: { seed: 9 } };
    const { runs } = planExperiment(experiment({ ...minimal(), sweep, smoke }), 'smoke');
    expect(runs.map(({ id, spec }) => [id, spec.data.seed, spec.train.seed])).toEqual([
      ['s4', 4, 4],
      ['s5', 5, 5],
    ]);
  });

  it('lays named variants over the spec, which may leave out what all of them give', () => {
    const { model: _, ...rest } = minimal();
    const variants = {
      wide: { model: { layers: 1, heads: 1, width: 16 }, train: { optimizer: { learningRate: 0.1 } } },
      deep: { model: { layers: 3, heads: 1, width: 8 } },
    };
    const sweep = [
      { label: 'm', variants },
      { label: 's', path: 'train.seed', values: [1, 2] },
    ];
    // A variant wins over smoke overrides of the same key alone.
    const smoke = { model: { width: 4 }, train: { optimizer: { beta1: 0.5 } } };
    const read = experiment({ ...rest, sweep, smoke });
    const shapes = (profile: 'full' | 'smoke') =>
      planExperiment(read, profile).runs.map(({ id, spec: { model, train } }) => [
        id,
        model!.layers,
        model!.width,
        train.optimizer.learningRate,
      ]);
    const expected = [
      ['mwide-s1', 1, 16, 0.1],
      ['mwide-s2', 1, 16, 0.1],
      ['mdeep-s1', 3, 8, 0.001],
      ['mdeep-s2', 3, 8, 0.001],
    ];
    expect(shapes('full')).toEqual(expected);
    expect(shapes('smoke')).toEqual(expected);
    expect(planExperiment(read, 'full').tasks.map(({ target }) => target)).toContain('train--mdeep-s2');
    expect(planExperiment(read, 'full').tasks[0]!.target).toBe('data');
  });

  it.each([
    ['an unknown key in a variant', [{ label: 'm', variants: { a: { model: { depth: 1 } } } }], /depth/],
    ['a variant of another section', [{ label: 'm', variants: { a: { analyze: {} } } }], /sweep/],
    ['no variant', [{ label: 'm', variants: {} }], /expected a variant/],
    [
      'both values and variants',
      [{ label: 'm', variants: { a: {} }, path: 'train.seed', values: [1] }],
      /sweep/,
    ],
  ])('refuses %s', (_, sweep, message) => {
    expect(() => experiment({ ...minimal(), sweep })).toThrow(message);
  });

  it('puts tasks that are done together into one group, a directory of their own in it each', () => {
    const sweep = [
      { label: 'bs', path: 'data.order.batchSize', values: [8, 32], together: ['data'] },
      { label: 's', path: 'train.seed', values: [1, 2], together: true },
    ];
    const { tasks } = planExperiment(experiment({ ...minimal(), sweep }), 'full');
    expect(tasks.map(({ target, group, member, directory }) => [target, group, member, directory])).toEqual([
      ['data--bs8', 'data', 'bs8', 'out/full/data/bs8'],
      ['data--bs32', 'data', 'bs32', 'out/full/data/bs32'],
      ...(['train', 'probe'] as const).flatMap((stage) =>
        [8, 32].flatMap((bs) =>
          [1, 2].map((s) => [
            `${stage}--bs${bs}-s${s}`,
            `${stage}--bs${bs}`,
            `s${s}`,
            `out/full/${stage}--bs${bs}/s${s}`,
          ]),
        ),
      ),
      ['analyze', 'analyze', '', 'out/full/analyze'],
    ]);
    const plan = planExperiment(experiment({ ...minimal(), sweep }), 'full');
    expect(findTasks(plan, 'train--bs8', 'demo').map(({ target }) => target)).toEqual([
      'train--bs8-s1',
      'train--bs8-s2',
    ]);
    expect(findTasks(plan, 'train--bs8-s2', 'demo')).toHaveLength(1);
    expect(() => findTasks(plan, 'train--bs9', 'demo')).toThrow(/has no task "train--bs9"/);
  });

  it('says which tasks of a group are one program: those that differ in its axes alone', () => {
    const sweep = [
      { label: 'w', path: 'model.width', values: [8, 16], together: true },
      { label: 's', path: 'train.seed', values: [1, 2], together: 'program' },
    ];
    const programs = (json: object) =>
      planExperiment(experiment({ ...minimal(), ...json, sweep }), 'full').tasks.map(
        ({ target, group, program }) => [target, group, program],
      );
    expect(programs({})).toEqual([
      ['data', 'data', null],
      ...(['train', 'probe'] as const).flatMap((stage) =>
        [8, 16].flatMap((w) => [1, 2].map((s) => [`${stage}--w${w}-s${s}`, stage, `w${w}`])),
      ),
      ['analyze', 'analyze', null],
    ]);
    // A program of somebody else's trains one run.
    const stages = { train: { command: 'node train.mjs' } };
    expect(programs({ stages }).filter(([target]) => String(target).startsWith('train'))).toEqual(
      [8, 16].flatMap((w) => [1, 2].map((s) => [`train--w${w}-s${s}`, 'train', null])),
    );
  });
});
