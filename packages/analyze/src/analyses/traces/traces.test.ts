import { describe, expect, it } from 'vitest';
import { bootstrapStatistics } from '../../cohort/bootstrap-statistics.js';
import { buildCohort } from '../../cohort/cohort.js';
import { runMetrics } from '../../metrics/run-metrics.js';
import { goldenLog } from '../../testing/golden-log.js';
import { fitTraces } from './fit-traces.js';
import { traceRows } from './run-traces.js';
import { traceHypotheses } from './trace-hypotheses.js';

const each = <T>(mem: T, gen: T, gen_hard: T) => ({ mem, gen, gen_hard });
const constants = {
  A0: { par: each(0.4, 0.36, 0.12), dup: each(0.6, 0.45, 0.16), once: each(0.5, 0.4, 0.14) },
  DEC: { par: each(0.21, 0.23, 0.15), dup: each(0.25, 0.25, 0.2), once: each(0.24, 0.24, 0.17) },
};
const depths = { memorization: 'mem', semantic: 'gen', composition: 'gen_hard' } as const;
const groups = { paraphrase: 'par', duplication: 'dup', once: 'once' } as const;

describe('traces of single encounters', () => {
  const measured = goldenLog(constants, 1200);
  const settings = { window: 50, iqrFactor: null };
  const cohort = buildCohort('golden', [runMetrics(measured, 50, null)], settings);
  const statistics = bootstrapStatistics(cohort, { seed: 1, resamples: 200, level: 0.95, method: 'bca' });
  const lines: string[] = [];
  const fits = fitTraces(statistics, 20, (line) => lines.push(line));

  it('have the decay that each encounter has, after one encounter and after ten', () => {
    expect(lines).toEqual([]);
    const logarithmic = fits.filter(({ decay }) => decay.name === 'logarithmic');
    expect(logarithmic.length).toBe(9);
    for (const { cell, parameters, intervals, best, net, firstLag } of logarithmic) {
      const group = groups[cell.condition as keyof typeof groups];
      const truth = constants.DEC[group][depths[cell.depth as keyof typeof depths]];
      expect(Math.abs(parameters[0]!.point - truth)).toBeLessThan(0.006);
      expect(intervals[0]!.low).toBeLessThan(intervals[0]!.high);
      expect([best, net, firstLag]).toEqual([true, true, 20]);
      expect(parameters[0]!.leftOut!.map(({ values }) => values.length)).toEqual([40, 40, 40, 10]);
    }
  });

  it('say what the published statistic comes to, which is another number after ten encounters', () => {
    const evidence = () => ({ seeds: 1, facts: 40 });
    const hypotheses = traceHypotheses({ statistics, evidence }, fits);
    const find = (claim: string, subject: string) =>
      hypotheses.find((hypothesis) => hypothesis.claim === claim && hypothesis.subject === subject)!;
    const single = find('F11t', 'duplication, memorization').estimate.point;
    const published = statistics.crossFittedRetention(
      cohort.cells.find(({ condition, depth }) => condition === 'duplication' && depth === 'memorization')!,
    )!.logarithmic!.parameters[1]!;
    expect(single - published).toBeGreaterThan(0.08);
    for (const condition of Object.keys(groups)) {
      expect(Math.abs(find('F25', `${condition}, memorization`).estimate.point)).toBeLessThan(0.03);
    }
  });

  it('are rows with their intervals, the law and what was subtracted', () => {
    const row = traceRows(statistics, fits).find(
      ({ decay, condition }) => decay === 'logarithmic' && condition === 'once',
    )!;
    expect(row).toMatchObject({
      correction: 'controls',
      interval_method: 't',
      seeds: 1,
      facts: 40,
      best: true,
    });
    expect(row.threshold).toBeCloseTo(10 ** (1 / row.parameters[0]!), 6);
    expect(row.half_life).toBeCloseTo(10 ** (0.5 / row.parameters[0]!), 6);
    expect(row.gain_low).toBeLessThan(row.gain);
  });

  it('are left out where measurements end too soon after encounters', () => {
    const short = goldenLog(constants, 90);
    const few = buildCohort('short', [runMetrics(short, 50, null)], settings);
    const said: string[] = [];
    const options = { seed: 1, resamples: 100, level: 0.95 };
    expect(fitTraces(bootstrapStatistics(few, options), 20, (line) => said.push(line))).toEqual([]);
    expect(said).toContain(
      'short: no traces of once, memorization: measurements lie 20 to 89 steps after encounters; a factor of ten is needed',
    );
  });
});
