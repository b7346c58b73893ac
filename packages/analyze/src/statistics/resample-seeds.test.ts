import { createRandom } from '@lethe/contracts';
import { describe, expect, it } from 'vitest';
import { bootstrapMeans } from './bootstrap-means.js';
import { addValue, createClusterTable } from './cluster-table.js';
import { columnEstimate, standardError } from './estimate.js';
import { percentileInterval } from './percentile-interval.js';
import { resampleClusters } from './resample-clusters.js';
import { type ClusterLayout, factsIn, resampleSeeds } from './resample-seeds.js';

const purposes = { seeds: 's', facts: 'f' };

/** Every seed with the same facts, or each with facts of its own. */
function layoutOf(seeds: number, facts: number, shared: boolean): ClusterLayout {
  const numbers = Array.from({ length: seeds * facts }, (_, c) => c);
  return {
    seeds,
    seedOf: Int32Array.from(numbers, (c) => Math.floor(c / facts)),
    factOf: Int32Array.from(numbers, (c) => (shared ? c % facts : c)),
    factsByData: shared ? [facts] : Array.from({ length: seeds }, () => facts),
    dataOf: Int32Array.from({ length: seeds }, (_, seed) => (shared ? 0 : seed)),
  };
}

/** Bootstrap of the mean of `value` over seeds and facts. */
function meanOf(layout: ClusterLayout, value: (seed: number, fact: number) => number, resamples = 2000) {
  const table = createClusterTable(layout.seedOf.length, 1);
  layout.seedOf.forEach((seed, cluster) => {
    addValue(table, cluster, 0, value(seed, layout.factOf[cluster]!));
  });
  return columnEstimate(bootstrapMeans(table, resampleSeeds(1, purposes, resamples, layout)), 0);
}

describe('resampling of seeds and facts', () => {
  it('is resampling of facts where there is one seed', () => {
    expect(resampleSeeds(3, purposes, 20, layoutOf(1, 9, true))).toEqual(resampleClusters(3, 'f', 20, 9));
  });

  it('draws one seed fewer than there are, with whole data directories of facts', () => {
    for (const shared of [true, false]) {
      const layout = layoutOf(4, 6, shared);
      expect(factsIn(layout)).toBe(shared ? 6 : 24);
      const weights = resampleSeeds(3, purposes, 30, layout);
      for (let b = 0; b < 30; b++) {
        const row = weights.subarray(b * 24, (b + 1) * 24);
        expect(row.reduce((sum, weight) => sum + weight, 0)).toBe(3 * 6);
      }
    }
  });

  it('holds what seeds differ in: the standard error is that of the mean over seeds', () => {
    for (const seeds of [2, 3, 8]) {
      const random = createRandom(seeds, 'seed effects');
      const effects = Array.from({ length: seeds }, () => random.normal());
      const { point, draws } = meanOf(layoutOf(seeds, 5, true), (seed) => effects[seed]!, 8000);
      const squares = effects.reduce((sum, effect) => sum + (effect - point) ** 2, 0);
      const expected = Math.sqrt(squares / (seeds - 1) / seeds);
      expect(standardError(draws) / expected).toBeGreaterThan(0.96);
      expect(standardError(draws) / expected).toBeLessThan(1.04);
    }
  });

  it('spans two seeds that contradict each other, though every fact agrees within its seed', () => {
    for (const shared of [true, false]) {
      const interval = percentileInterval(
        meanOf(layoutOf(2, 50, shared), (seed) => (seed === 0 ? 1 : -0.5)).draws,
        0.95,
      )!;
      expect(interval).toEqual({ low: -0.5, high: 1 });
    }
  });

  it('holds what facts differ in, in all seeds at once where they are shared', () => {
    const facts = 40;
    const random = createRandom(1, 'fact effects');
    const effects = Array.from({ length: facts }, () => random.normal());
    const mean = effects.reduce((sum, effect) => sum + effect, 0) / facts;
    const variance = effects.reduce((sum, effect) => sum + (effect - mean) ** 2, 0) / facts;
    const { draws } = meanOf(layoutOf(3, facts, true), (_, fact) => effects[fact]!);
    expect(standardError(draws) / Math.sqrt(variance / facts)).toBeGreaterThan(0.94);
    expect(standardError(draws) / Math.sqrt(variance / facts)).toBeLessThan(1.06);
  });
});
