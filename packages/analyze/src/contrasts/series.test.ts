import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { experimentOf, toldGroup } from '../testing/told-groups.js';
import { sweptSeries } from './series.js';

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'lethe-series-'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const batch = (rows: number, more: object = {}) => ({ order: { batchSize: rows, ...more } });

describe('axes of the sweep', () => {
  it('are compared at every combination of the others, ascending, seeds left out', () => {
    const groups = [32, 8].flatMap((bs) =>
      [0.1, 0.2].map((lr) =>
        toldGroup(
          root,
          `axes-${bs}-${lr}`,
          { bs, lr },
          { data: batch(bs), train: { optimizer: { learningRate: lr } } },
        ),
      ),
    );
    const series = sweptSeries(experimentOf(groups));
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
      toldGroup(root, `seeds-${bs}`, { bs }, { data: batch(bs) }, bs === 8 ? [1, 2] : [3, 4]),
    );
    expect(sweptSeries(experimentOf(groups))[0]!.paths).toEqual(['data.order.batchSize']);
  });

  it('of named variants are numbers where they set one', () => {
    const one = [16, 4].map((rows) =>
      toldGroup(root, `v1-${rows}`, { b: `n${rows}` }, { data: batch(rows) }),
    );
    expect(sweptSeries(experimentOf(one))[0]!.places.map(({ value, x }) => [value, x])).toEqual([
      ['n4', 4],
      ['n16', 16],
    ]);
    const two = [16, 4].map((rows) =>
      toldGroup(root, `v2-${rows}`, { b: `n${rows}` }, { data: batch(rows, { steps: 8 * rows }) }),
    );
    expect(sweptSeries(experimentOf(two))[0]!.places.map(({ x }) => x)).toEqual([null, null]);
  });
});
