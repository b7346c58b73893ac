import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { experimentOf, toldGroup, writeManifest } from '../testing/told-groups.js';
import { batchSize, modelSize, seriesOf, trainingStage, type VariableSeries } from './variables.js';

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'lethe-variables-'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const told = ({ series, confounded }: VariableSeries) => ({
  series: series.map(({ among, paths, places }) => [among, paths.join(), ...places.map(({ x }) => x)]),
  confounded,
});

const batch = (rows: number, more: object = {}) => ({ order: { batchSize: rows, ...more } });

describe('what claims speak of is found by options, whatever labels say', () => {
  it('batch size, where nothing else differs', async () => {
    const groups = [
      toldGroup(root, 'b1', { odd: 'a' }, { data: batch(32) }),
      toldGroup(
        root,
        'b2',
        { odd: 'b' },
        { data: batch(8), train: { observers: ['other'], microBatchSize: 4 } },
      ),
      toldGroup(root, 'b3', { odd: 'c' }, { data: batch(32), train: { optimizer: { learningRate: 2 } } }),
    ];
    const found = told(await seriesOf(batchSize, experimentOf(groups)));
    expect(found).toEqual({
      series: [['', 'data.order.batchSize,train.microBatchSize,train.observers', 8, 32]],
      confounded: [],
    });
    expect(told(await seriesOf(modelSize, experimentOf(groups)))).toEqual({ series: [], confounded: [] });
  });

  it('with what designs change along with it, where nothing else is left', async () => {
    const groups = [8, 32].map((rows) =>
      toldGroup(root, `b4-${rows}`, { bs: rows }, { data: batch(rows, { steps: 8000 / rows }) }),
    );
    const found = told(await seriesOf(batchSize, experimentOf(groups)));
    expect(found.series).toEqual([['', 'data.order.batchSize,data.order.steps', 8, 32]]);
  });

  it('not where something else differs, which is told', async () => {
    const groups = [8, 32].map((rows) =>
      toldGroup(
        root,
        `b5-${rows}`,
        { bs: rows },
        { data: batch(rows), train: { optimizer: { learningRate: rows } } },
      ),
    );
    expect(told(await seriesOf(batchSize, experimentOf(groups)))).toEqual({
      series: [],
      confounded: ['train.optimizer.learningRate'],
    });
  });

  it('model size, by parameters, at each learning rate', async () => {
    const groups = [300, 50].flatMap((parameters) =>
      [1, 2].map((lr) =>
        toldGroup(
          root,
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
    expect(told(await seriesOf(modelSize, experimentOf(groups))).series).toEqual([
      ['lr=1', 'model.width,train.observers', 50, 300],
      ['lr=2', 'model.width,train.observers', 50, 300],
    ]);
  });

  it('stage, by the updates before, at one learning rate and at that of each', async () => {
    const stage = (step: number | 'final', lr: number) =>
      toldGroup(
        root,
        `s-${step}-${lr}`,
        { step, lr },
        { train: { from: { experiment: 'base', run: 'main', step }, optimizer: { learningRate: lr } } },
      );
    const upstream = [{ id: 'base/main', values: {}, data: '', train: '', probe: '' }];
    const groups = [stage('final', 1), stage(2, 1), stage(1, 5), stage('final', 2)].map((group) => ({
      ...group,
      runs: group.runs.map((run) => ({ ...run, from: 'base/main' })),
    }));
    expect(told(await seriesOf(trainingStage, experimentOf(groups, upstream))).series).toEqual([
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
      writeManifest(run.train, 'train', { model: { width }, train: { seed: 1 } });
      return run;
    });
    const groups = [50, 300].map((width) => {
      const group = toldGroup(
        root,
        `o-${width}`,
        { w: width },
        { model: {}, train: { from: { experiment: 'base', run: `w${width}`, step: 5 } }, parameters: width },
      );
      return { ...group, runs: group.runs.map((run) => ({ ...run, from: `base/w${width}` })) };
    });
    expect(told(await seriesOf(modelSize, experimentOf(groups, upstream))).series).toEqual([
      ['', 'origin.model.width', 50, 300],
    ]);
  });
});
