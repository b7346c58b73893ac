import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ExperimentContext, GroupContext } from '../analysis/contexts.js';
import { knownGroup } from '../testing/known-groups.js';
import { writeCheckpoint } from '../testing/synthetic-sweep.js';
import { sweptSeries } from './series.js';
import { batchSize, modelSize, seriesOf, trainingStage, type VariableSeries } from './variables.js';

const world = { facts: 4, decay: 0.2, spread: 0, wander: 0, memory: 0, reach: 20 };

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'lethe-series-'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

interface Options {
  data?: object;
  model?: object;
  train?: object;
  parameters?: number;
}

function writeStage(directory: string, stage: 'data' | 'train', config: object): void {
  mkdirSync(directory, { recursive: true });
  const producer = { name: '@synthetic', version: '1.0.0', fingerprint: '' };
  const lists = { contracts: {}, settings: {}, inputs: [], files: [] };
  const manifest = { manifest: 1, stage, producer, config, seed: 1, backend: null, identity: '', ...lists };
  writeFileSync(join(directory, 'manifest.json'), JSON.stringify(manifest));
}

/** A group whose manifests tell some options, with a checkpoint of as many parameters. */
function groupOf(
  name: string,
  values: Record<string, string | number>,
  { data = {}, model = { layers: 2 }, train = {}, parameters = 100 }: Options,
  seeds = [1, 2],
): GroupContext {
  const group = knownGroup(values, seeds, { ...world, directory: join(root, name) });
  for (const [i, run] of group.runs.entries()) {
    writeStage(run.data, 'data', { data: { seed: seeds[i], ...data } });
    writeStage(run.train, 'train', { model, train: { seed: seeds[i], ...train } });
    writeCheckpoint(run.train, parameters);
  }
  return group;
}

const contextOf = (groups: GroupContext[], upstream: ExperimentContext['upstream'] = []): ExperimentContext =>
  ({
    groups,
    upstream,
    trainingOf: async () => ({ step: Int32Array.of(0, 1, 2) }),
  }) as unknown as ExperimentContext;

const told = ({ series, confounded }: VariableSeries) => ({
  series: series.map(({ among, paths, places }) => [among, paths.join(), ...places.map(({ x }) => x)]),
  confounded,
});

const batch = (rows: number, more: object = {}) => ({ order: { batchSize: rows, ...more } });

describe('axes of the sweep', () => {
  it('are compared at every combination of the others, ascending, seeds left out', () => {
    const groups = [32, 8].flatMap((bs) =>
      [0.1, 0.2].map((lr) =>
        groupOf(
          `axes-${bs}-${lr}`,
          { bs, lr },
          { data: batch(bs), train: { optimizer: { learningRate: lr } } },
        ),
      ),
    );
    const series = sweptSeries(contextOf(groups));
    expect(
      series.map(({ axis, among, places }) => [axis, among, ...places.map(({ value }) => value)]),
    ).toEqual([
      ['bs', 'lr=0.1', '8', '32'],
      ['bs', 'lr=0.2', '8', '32'],
      ['lr', 'bs=32', '0.1', '0.2'],
      ['lr', 'bs=8', '0.1', '0.2'],
    ]);
    expect(series[0]!.paths).toEqual(['data.order.batchSize']);
    expect(series[2]!.paths).toEqual(['train.optimizer.learningRate']);
  });

  it('do not differ in what seeds change, whichever seeds they have', () => {
    const groups = [8, 32].map((bs) =>
      groupOf(`seeds-${bs}`, { bs }, { data: batch(bs) }, bs === 8 ? [1, 2] : [3, 4]),
    );
    expect(sweptSeries(contextOf(groups))[0]!.paths).toEqual(['data.order.batchSize']);
  });

  it('of named variants are numbers where they set one', () => {
    const one = [16, 4].map((rows) => groupOf(`v1-${rows}`, { b: `n${rows}` }, { data: batch(rows) }));
    expect(sweptSeries(contextOf(one))[0]!.places.map(({ value, x }) => [value, x])).toEqual([
      ['n4', 4],
      ['n16', 16],
    ]);
    const two = [16, 4].map((rows) =>
      groupOf(`v2-${rows}`, { b: `n${rows}` }, { data: batch(rows, { steps: 8 * rows }) }),
    );
    expect(sweptSeries(contextOf(two))[0]!.places.map(({ x }) => x)).toEqual([null, null]);
  });
});

describe('what claims speak of is found by options, whatever labels say', () => {
  it('batch size, where nothing else differs', async () => {
    const groups = [
      groupOf('b1', { odd: 'a' }, { data: batch(32) }),
      groupOf('b2', { odd: 'b' }, { data: batch(8), train: { observers: ['other'], microBatchSize: 4 } }),
      groupOf('b3', { odd: 'c' }, { data: batch(32), train: { optimizer: { learningRate: 2 } } }),
    ];
    const found = told(await seriesOf(batchSize, contextOf(groups)));
    expect(found).toEqual({
      series: [['', 'data.order.batchSize,train.microBatchSize,train.observers', 8, 32]],
      confounded: [],
    });
    expect(told(await seriesOf(modelSize, contextOf(groups)))).toEqual({ series: [], confounded: [] });
  });

  it('with what designs change along with it, where nothing else is left', async () => {
    const groups = [8, 32].map((rows) =>
      groupOf(`b4-${rows}`, { bs: rows }, { data: batch(rows, { steps: 8000 / rows }) }),
    );
    const found = told(await seriesOf(batchSize, contextOf(groups)));
    expect(found.series).toEqual([['', 'data.order.batchSize,data.order.steps', 8, 32]]);
  });

  it('not where something else differs, which is told', async () => {
    const groups = [8, 32].map((rows) =>
      groupOf(
        `b5-${rows}`,
        { bs: rows },
        { data: batch(rows), train: { optimizer: { learningRate: rows } } },
      ),
    );
    expect(told(await seriesOf(batchSize, contextOf(groups)))).toEqual({
      series: [],
      confounded: ['train.optimizer.learningRate'],
    });
  });

  it('model size, by parameters, at each learning rate', async () => {
    const groups = [300, 50].flatMap((parameters) =>
      [1, 2].map((lr) =>
        groupOf(
          `m-${parameters}-${lr}`,
          { w: parameters, lr },
          {
            model: { layers: 2, width: parameters },
            train: { observers: [parameters], optimizer: { learningRate: lr } },
            parameters,
          },
        ),
      ),
    );
    expect(told(await seriesOf(modelSize, contextOf(groups))).series).toEqual([
      ['lr=1', 'model.width,train.observers', 50, 300],
      ['lr=2', 'model.width,train.observers', 50, 300],
    ]);
  });

  it('stage, by the updates before, at one learning rate and at that of each', async () => {
    const stage = (step: number | 'final', lr: number) =>
      groupOf(
        `s-${step}-${lr}`,
        { step, lr },
        { train: { from: { experiment: 'base', run: 'main', step }, optimizer: { learningRate: lr } } },
      );
    const upstream = [{ id: 'base/main', values: {}, data: '', train: '', probe: '' }];
    const groups = [stage('final', 1), stage(2, 1), stage(1, 5), stage('final', 2)].map((group) => ({
      ...group,
      runs: group.runs.map((run) => ({ ...run, from: 'base/main' })),
    }));
    expect(told(await seriesOf(trainingStage, contextOf(groups, upstream))).series).toEqual([
      ['lr=1', 'train.from.step', 2, 3],
      ['', 'train.from.step,train.optimizer.learningRate', 1, 3],
    ]);
  });

  it('options of the run that is continued count as its own', async () => {
    const upstream = [50, 300].map((width) => {
      const run = {
        id: `base/w${width}`,
        values: {},
        data: '',
        train: join(root, `base-${width}`),
        probe: '',
      };
      writeStage(run.train, 'train', { model: { width }, train: { seed: 1 } });
      return run;
    });
    const groups = [50, 300].map((width) => {
      const group = groupOf(
        `o-${width}`,
        { w: width },
        { model: {}, train: { from: { experiment: 'base', run: `w${width}`, step: 5 } }, parameters: width },
      );
      return { ...group, runs: group.runs.map((run) => ({ ...run, from: `base/w${width}` })) };
    });
    expect(told(await seriesOf(modelSize, contextOf(groups, upstream))).series).toEqual([
      ['', 'origin.model.width', 50, 300],
    ]);
  });
});
