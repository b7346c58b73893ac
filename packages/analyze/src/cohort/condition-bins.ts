import { probeRow } from '../measurements/probe-series.js';
import type { RunMetrics } from '../metrics/run-metrics.js';
import { everyTime, logarithmicBins, type TimeBin } from '../metrics/time-bins.js';

/** Times since the last local acquisition maximum at which a condition is looked at; none without encounters. */
export interface ConditionBins {
  /**
   * For retainability: every t where all probes were measured after every update from their last encounter on, as in
   * arXiv 2406.11813; logarithmic bins elsewhere.
   */
  retention: TimeBin[];
  /** For gains, whose mean over a bin says as much as every one of its times: logarithmic bins always. */
  gain: TimeBin[];
}

/**
 * None for a condition of which the background tells a fact: its texts come until training ends, so that a last
 * encounter is the last by chance and nothing is forgotten undisturbed. Others reach as far as every probe was
 * measured, wherever in the window its maximum lies. Where training ends within a window after the last encounter, the
 * latest maximum takes the place of the window's end.
 * @param window steps in which the maximum is sought
 */
export function conditionBins(runs: readonly RunMetrics[], condition: string, window: number): ConditionBins {
  let reach = Number.POSITIVE_INFINITY;
  let dense = true;
  for (const run of runs) {
    const { measurements, effects } = run;
    const { facts, probes, series } = measurements;
    let lastStep = -1;
    for (const fact of facts) {
      if (fact.condition === condition && fact.told) return { retention: [], gain: [] };
      if (fact.condition === condition) lastStep = Math.max(lastStep, fact.encounters.at(-1) ?? -1);
    }
    if (lastStep < 0) continue;
    let latestLam = lastStep;
    probes.forEach(({ fact }, probe) => {
      if (facts[fact]!.condition !== condition) return;
      for (const [, { lamUpdate }] of effects.effects.ofProbe(probe)) {
        latestLam = Math.max(latestLam, lamUpdate);
      }
    });
    const end = series.updates[series.updates.length - 1]!;
    reach = Math.min(reach, end - lastStep > window ? end - lastStep - window : end - latestLam);
    dense &&= measuredAlways(run, condition);
  }
  if (!Number.isFinite(reach)) return { retention: [], gain: [] };
  const gain = logarithmicBins(reach);
  return { retention: dense ? everyTime(Math.max(0, reach)) : gain, gain };
}

function measuredAlways({ measurements: { facts, probes, series } }: RunMetrics, condition: string): boolean {
  const { updates } = series;
  return probes.every((probe, p) => {
    const fact = facts[probe.fact]!;
    if (fact.condition !== condition) return true;
    const last = fact.encounters.at(-1)!;
    const row = probeRow(series, p);
    for (let column = updates.length - 1; column >= 0 && updates[column]! > last; column--) {
      const gap = column > 0 ? updates[column]! - updates[column - 1]! : updates[column]! - last;
      if (gap !== 1 || Number.isNaN(row[column]!)) return false;
    }
    return true;
  });
}
