import { describe, expect, it } from 'vitest';
import type { Measurements } from '../measurements/measurements.js';
import { runMetrics } from '../metrics/run-metrics.js';
import { bootstrapMeans, columnMeans } from '../statistics/bootstrap-means.js';
import { knownDecay } from '../testing/known-decay.js';
import { bootstrapStatistics } from './bootstrap-statistics.js';
import { buildCohort, findCell } from './cohort.js';
import { refilter } from './refilter.js';

const FACTS = 9;
const settings = { window: 1, iqrFactor: 1 };
const world = { facts: FACTS, decay: 0.2, spread: 0.3, wander: 0.3, memory: 0.9, reach: 40 };

function retentionOf(...runs: Measurements[]) {
  const cohort = buildCohort(
    'c',
    runs.map((run) => runMetrics(run, settings.window, settings.iqrFactor)),
    settings,
  );
  const { resampling } = bootstrapStatistics(cohort, { seed: 1, resamples: 100, level: 0.95 });
  const { weights, leftOut } = resampling('once');
  const cell = findCell(cohort, 'once', 'memorization')!;
  const once = bootstrapMeans(cell.tables.retention, weights, leftOut);
  return { cell, once, means: refilter(once, cell.retentionValues, weights) };
}

/** A run without one of its facts. */
function without(run: Measurements, left: number): Measurements {
  const { updates, values } = run.series;
  return {
    ...run,
    facts: run.facts.filter((_, fact) => fact !== left),
    probes: run.probes
      .filter(({ fact }) => fact !== left)
      .map((probe) => ({ ...probe, fact: probe.fact - Number(probe.fact > left) })),
    series: {
      updates,
      values: values.filter((_, i) => run.probes[Math.floor(i / updates.length)]!.fact !== left),
    },
  };
}

describe('retention with something left out', () => {
  const runs = [1, 2].map((seed) => knownDecay({ ...world, seed }));

  it('is that of an experiment without it, whose outliers are others', () => {
    const { once, means } = retentionOf(runs[0]!);
    let others = 0;
    for (let left = 0; left < FACTS; left++) {
      const { cell } = retentionOf(without(runs[0]!, left));
      const row = means.draws.subarray((100 + left) * means.columns, (101 + left) * means.columns);
      columnMeans(cell.tables.retention).forEach((mean, column) => {
        expect(row[column]).toBeCloseTo(mean, 10);
        others += Number(Math.abs(once.draws[(100 + left) * means.columns + column]! - mean) > 1e-9);
      });
    }
    expect(others).toBeGreaterThan(FACTS);
  });

  it('has the outliers of each run, where there are several', () => {
    const both = retentionOf(...runs);
    const rows = both.means.draws.length / both.means.columns;
    // The last rows leave a run out.
    [runs[1]!, runs[0]!].forEach((other, run) => {
      const alone = columnMeans(retentionOf(other).cell.tables.retention);
      const from = (rows - 2 + run) * both.means.columns;
      alone.forEach((mean, column) => {
        expect(both.means.draws[from + column]).toBeCloseTo(mean, 10);
      });
    });
    expect(both.means.draws.subarray(0, 100 * both.means.columns)).toEqual(
      both.once.draws.subarray(0, 100 * both.means.columns),
    );
  });
});
