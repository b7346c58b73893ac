import { describe, expect, it } from 'vitest';
import type { GroupContext } from '../analysis/contexts.js';
import { ordinaryLeastSquares } from '../fits/ordinary-least-squares.js';
import { knownGroup } from '../testing/known-groups.js';
import { type Contrast, contrastsOf } from './contrast.js';
import { comparedCells, measureCell } from './measure-series.js';
import { quantities } from './quantities.js';
import { placesOf, type Series } from './series.js';

const world = { facts: 12, decay: 0.2, spread: 0.08, wander: 0.05, memory: 0.95, reach: 60 };
const seeds = [1, 2, 3];
const options = { level: 0.95, seed: 1 };

const seriesOf = (groups: readonly GroupContext[], x: readonly (number | null)[]): Series => ({
  axis: 'b',
  paths: [],
  among: '',
  places: placesOf(groups.map((group, i) => ({ group, value: String(x[i]), x: x[i]! }))),
});

function contrastsIn(series: Series, quantity: keyof typeof quantities): Contrast[] {
  const [measured] = measureCell(series, 'once', 'memorization', [quantities[quantity]]);
  return contrastsOf(measured!, options);
}

describe('a contrast of two groups of known decay', () => {
  const slow = knownGroup({ b: 8 }, seeds, world);
  const fast = knownGroup({ b: 32 }, seeds, { ...world, decay: 0.25 });
  const other = knownGroup({ b: 32 }, [4, 5, 6], { ...world, decay: 0.25 });

  it('is the difference of the constants, paired where seeds and facts are the same', () => {
    const [paired] = contrastsIn(seriesOf([slow, fast], [8, 32]), 'decay_constant');
    const [independent] = contrastsIn(seriesOf([slow, other], [8, 32]), 'decay_constant');
    // What varies is the same in both and cancels.
    expect(paired!.measured.pairing).toBe('seeds and facts');
    expect(paired!.estimate.point).toBeCloseTo(0.05, 9);
    expect(paired!.interval!.high - paired!.interval!.low).toBeLessThan(1e-9);
    expect(independent!.measured.pairing).toBe('none');
    const { low, high } = independent!.interval!;
    expect(low).toBeLessThan(0.05);
    expect(high).toBeGreaterThan(0.05);
    expect(high - low).toBeGreaterThan(0.02);
  });

  it('relabels seeds, pair by pair or freely', () => {
    const [paired] = contrastsIn(seriesOf([slow, fast], [8, 32]), 'decay_constant');
    expect(paired!.permutation).toEqual({ over: 'seeds', pValue: 2 / 8 });
    const [independent] = contrastsIn(seriesOf([slow, other], [8, 32]), 'decay_constant');
    // Three of six seeds can be chosen in 20 ways.
    expect(independent!.permutation!.over).toBe('seeds');
    expect((20 * independent!.permutation!.pValue) % 1).toBeCloseTo(0, 9);
  });

  it('is over facts where there is one seed, which are relabelled then', () => {
    const groups = [0.2, 0.25].map((decay, i) => knownGroup({ b: i }, [1], { ...world, decay }));
    const [paired] = contrastsIn(seriesOf(groups, [1, 2]), 'decay_constant');
    expect(paired!.measured).toMatchObject({ pairing: 'facts', evidence: { seeds: 1, facts: 12 } });
    // All twelve facts differ the same way: two of 4,096 flips are as large.
    expect(paired!.permutation).toEqual({ over: 'facts', pValue: 2 / 4096 });
  });

  it('has a slope per doubling over three values, that of a line through them', () => {
    const groups = [0.2, 0.25, 0.32].map((decay, i) => knownGroup({ b: i }, seeds, { ...world, decay }));
    const all = contrastsIn(seriesOf(groups, [8, 16, 64]), 'decay_constant');
    expect(all.map(({ kind }) => kind)).toEqual(['difference', 'difference', 'slope']);
    const line = ordinaryLeastSquares(
      [3, 4, 6],
      Float64Array.from(all[0]!.measured.places, ({ estimate }) => estimate.point),
    );
    expect(all[2]!.estimate.point).toBeCloseTo(line.slope, 12);
    expect(contrastsIn(seriesOf(groups, [null, null, null]), 'decay_constant')).toHaveLength(2);
  });

  it('of what is left follows from the laws', () => {
    const calm = { ...world, spread: 0, wander: 0 };
    const groups = [0.2, 0.25].map((decay, i) => knownGroup({ b: i }, seeds, { ...calm, decay }));
    const series = seriesOf(groups, [1, 2]);
    const [share] = contrastsIn(series, 'share_left');
    const [bin] = measureCell(series, 'once', 'memorization', [
      {
        ...quantities.share_left,
        of: ({ cell, bin }) => ({ point: bin, draws: Float64Array.of(cell.gainBins[bin]!.from) }),
      },
    ]);
    const { from, to } = groups[0]!.statistics.cohort.cells[0]!.gainBins[bin!.places[0]!.estimate.point]!;
    const logs = Array.from({ length: to - from + 1 }, (_, i) => Math.log10(from + i));
    const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
    expect(share!.estimate.point).toBeCloseTo(-0.05 * mean, 9);
    const [threshold] = contrastsIn(series, 'log10_x_intercept');
    expect(threshold!.estimate.point).toBeCloseTo(1 / 0.25 - 1 / 0.2, 6);
    const [misfit] = contrastsIn(series, 'log_law_misfit');
    expect(Math.abs(misfit!.first.estimate.point)).toBeLessThan(0.003);
  });

  it('takes controls off both', () => {
    const drifting = { ...world, controls: 8, drift: 0.005, spread: 0, wander: 0 };
    const groups = [0.2, 0.25].map((decay, i) =>
      knownGroup({ b: i }, seeds, { ...drifting, decay, drift: i === 0 ? 0.005 : 0.01 }),
    );
    const [gain] = contrastsIn(seriesOf(groups, [1, 2]), 'share_left');
    const flat = [0.2, 0.25].map((decay, i) => knownGroup({ b: i }, seeds, { ...drifting, decay, drift: 0 }));
    const [without] = contrastsIn(seriesOf(flat, [1, 2]), 'share_left');
    expect(gain!.estimate.point).toBeCloseTo(without!.estimate.point, 9);
  });

  it('fits both laws as far as both reach', () => {
    const short = knownGroup({ b: 32 }, seeds, { ...world, reach: 40 });
    const long = knownGroup({ b: 8 }, seeds, { ...world, reach: 60 });
    const own = (group: GroupContext) =>
      quantities.decay_constant.of({
        statistics: group.statistics,
        fitted: group.statistics,
        cell: group.statistics.cohort.cells[0]!,
        bin: 1,
      })!;
    const [contrast] = contrastsIn(seriesOf([long, short], [8, 32]), 'decay_constant');
    // The same draws over the same range; over its own the longer one has another constant.
    expect(contrast!.last.estimate.point).toBeCloseTo(own(short).point, 12);
    expect(Math.abs(own(long).point - contrast!.first.estimate.point)).toBeGreaterThan(1e-4);
  });

  it('lists the conditions and depths of injected facts', () => {
    expect(comparedCells(seriesOf([slow, fast], [8, 32]))).toEqual([
      { condition: 'once', depth: 'memorization' },
    ]);
  });
});
