import { interpolateAll } from '../measurements/measurement-at.js';
import { CONTROL, type Measurements } from '../measurements/measurements.js';
import { type ProbeSeries, probeRow } from '../measurements/probe-series.js';
import { measureEncounter } from './measure-encounters.js';
import type { RunMetrics } from './run-metrics.js';

/**
 * Effectivity of every encounter minus the same statistic of the same probe in the same window of a twin run, which
 * injects nothing: what noise and general learning make of it.
 * @param twin rows as in the run's series
 * @returns Float64Array [effects]; NaN for controls, and where the twin was not measured
 */
export function correctByTwin({ measurements, effects }: RunMetrics, twin: ProbeSeries): Float64Array {
  const { facts, probes } = measurements;
  const corrected = new Float64Array(effects.effects.length).fill(Number.NaN);
  probes.forEach(({ fact }, probe) => {
    if (facts[fact]!.condition === CONTROL) return;
    const row = probeRow(twin, probe);
    for (const [i, { window, effectivity }] of effects.effects.ofProbe(probe)) {
      const same = measureEncounter(twin.updates, row, effects.windows[window]!);
      if (same) corrected[i] = effectivity - (same.lam - same.before);
    }
  });
  return corrected;
}

/**
 * Log-probability of every probe minus that of the same probe in a twin run after as many updates, where that lies
 * between two measurements on the line that joins them.
 * @param twin rows as in the run's series
 * @returns on the updates of the run; NaN where either was not measured
 */
export function beyondTwin({ probes, series }: Measurements, twin: ProbeSeries): ProbeSeries {
  const { updates } = series;
  const values = new Float64Array(series.values.length);
  for (let probe = 0; probe < probes.length; probe++) {
    const other = probeRow(twin, probe);
    const there = interpolateAll(twin.updates, other, updates);
    probeRow(series, probe).forEach((value, column) => {
      values[probe * updates.length + column] = value - there[column]!;
    });
  }
  return { updates, values };
}
