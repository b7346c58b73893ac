import { describe, expect, it } from 'vitest';
import type { BootstrapStatistics } from '../../cohort/bootstrap-statistics.js';
import { summariseForgetting } from '../../cohort/forgetting.js';
import { everyTime } from '../../metrics/time-bins.js';
import { bootstrapMeans } from '../../statistics/bootstrap-means.js';
import { addValue, createClusterTable } from '../../statistics/cluster-table.js';
import { leftOutGroups, withLeftOut } from '../../statistics/jackknife.js';
import { resampleClusters } from '../../statistics/resample-clusters.js';
import { fitRows } from './run-fits.js';

/** Statistics of one cell of ten facts, each with R(t) = fall(t), a little more or less. */
function statisticsWith(reach: number, fall: (t: number) => number): BootstrapStatistics {
  const bins = everyTime(reach);
  const table = createClusterTable(10, bins.length);
  for (let fact = 0; fact < 10; fact++) {
    for (const { t } of bins) addValue(table, fact, t, fall(t) * (1 + 0.02 * Math.sin(fact + t)));
  }
  const layout = {
    seeds: 1,
    seedOf: new Int32Array(10),
    factOf: Int32Array.from({ length: 10 }, (_, fact) => fact),
    factsByData: [10],
    dataOf: Int32Array.of(0),
  };
  const leftOut = { method: 't' as const, groups: leftOutGroups(new Map([['once', layout]])) };
  const weights = withLeftOut(resampleClusters(1, 'rows', 200, 10), layout, 'once', leftOut);
  const means = bootstrapMeans(table, weights, leftOut);
  return {
    method: 't',
    cohort: {
      id: 'main',
      runs: [{ measurements: { tokensPerStep: 4096 } }],
      cells: [{ condition: 'once', depth: 'semantic' }],
      clusters: new Map([['once', { factsByData: [10] }]]),
    },
    retention: () => summariseForgetting(bins, means, { until: reach, level: 0.95 }),
  } as unknown as BootstrapStatistics;
}

const rowsAndLines = (reach: number, fall: (t: number) => number) => {
  const lines: string[] = [];
  return { ...fitRows(statisticsWith(reach, fall), (line) => lines.push(line)), lines };
};

describe('rows of fits', () => {
  it('come with a warning where less than two decades of t were measured', () => {
    const { lines, verdicts } = rowsAndLines(99, (t) => 1 - 0.2 * Math.log10(t + 1));
    expect(lines).toEqual(['main: warning: fits cover 2.0 decades of t; below 2 laws are not told apart']);
    expect(verdicts[0]!.decades).toBeCloseTo(Math.log10(99), 12);
    expect(rowsAndLines(100, (t) => 1 - 0.2 * Math.log10(t + 1)).lines).toEqual([]);
  });

  it('are none with fewer than five times, which the log says', () => {
    const { fits, details, verdicts, lines } = rowsAndLines(4, () => 1);
    expect([fits, details, verdicts]).toEqual([[], [], []]);
    expect(lines[0]).toContain('fewer than five times');
  });

  it('hold times in steps and in log10, infinite for never', () => {
    const { fits, details, verdicts } = rowsAndLines(300, (t) => 0.3 * Math.exp(-t / 20) + 0.6);
    const row = details.findIndex(({ model }) => model === 'exponential+c');
    expect(fits[row]!.model).toBe('exponential+c');
    expect(fits[row]!.half_life).toBeNull();
    expect(details[row]!.log10_half_life).toBe(Number.POSITIVE_INFINITY);
    const line = fits.findIndex(({ model }) => model === 'logarithmic');
    expect(Math.log10(fits[line]!.half_life!)).toBeCloseTo(details[line]!.log10_half_life!, 9);
    expect(fits[line]!.half_life_tokens).toBeCloseTo(4096 * fits[line]!.half_life!, 3);
    for (const end of ['', '_low', '_high'] as const) {
      for (const time of ['log10_half_life', 'log10_x_intercept'] as const) {
        const steps = details[line]![`${time}${end}`]!;
        expect(details[line]![`${time}_tokens${end}`]).toBeCloseTo(steps + Math.log10(4096), 12);
      }
    }
    expect(details[row]!.log10_half_life_tokens).toBe(Number.POSITIVE_INFINITY);
    expect(details[row]!.interval_method).toBe('t');
    expect(verdicts[0]!.best_aicc).toBe('exponential+c');
    expect(verdicts[0]!.verdict).toBe('exponential+c');
  });
});
