import { CONTROL, type Measurements } from '../measurements/measurements.js';
import type { ProbeSeries } from '../measurements/probe-series.js';
import { withoutOutliers } from '../statistics/interquartile-filter.js';
import { type EncounterEffects, measureEncounters } from './measure-encounters.js';

/** Measurements of one run with what follows from them probe by probe. */
export interface RunMetrics {
  measurements: Measurements;
  effects: EncounterEffects;
  /** Float64Array [effects]: effectivity, NaN where it is an outlier of its condition and depth. */
  kept: Float64Array;
  /**
   * Float64Array [effects]: effectivity minus the mean rise of controls of that depth from their baseline to their largest
   * measurement in the window, outliers included; NaN without controls.
   */
  biasCorrected: Float64Array;
  /** Float64Array [effects]: effectivity minus that in a twin run; absent without one. */
  twinCorrected?: Float64Array;
  /** What probes do beyond what the same ones do in a twin run, nats per token; absent without one. */
  beyondTwin?: ProbeSeries;
}

/**
 * Effects of a run, its outliers and its bias correction.
 * The largest of many noisy measurements lies above their mean, so effectivity is positive even for facts
 * that are never injected; their mean over the same windows is what the correction subtracts. It takes too much where the
 * curve of injected facts has a peak: a flat curve has more measurements near its maximum to choose from.
 * @param iqrFactor outliers beyond this many interquartile ranges, over all encounters of a condition and
 *   depth (arXiv 2406.11813); null keeps all
 */
export function runMetrics(measurements: Measurements, window: number, iqrFactor: number | null): RunMetrics {
  const effects = measureEncounters(measurements, window);
  const list = effects.effects;
  const kept = new Float64Array(list.length);
  for (const members of groupEffects(measurements, effects).values()) {
    const values = withoutOutliers(
      Float64Array.from(members, (i) => list[i]!.effectivity),
      iqrFactor,
    );
    members.forEach((i, place) => {
      kept[i] = values[place]!;
    });
  }
  return { measurements, effects, kept, biasCorrected: biasCorrected(measurements, effects) };
}

function groupEffects({ facts, probes }: Measurements, { effects }: EncounterEffects): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  effects.forEach(({ probe }, i) => {
    const key = `${facts[probes[probe]!.fact]!.condition}\n${probes[probe]!.depth}`;
    const members = groups.get(key);
    if (members) members.push(i);
    else groups.set(key, [i]);
  });
  return groups;
}

function biasCorrected({ facts, probes }: Measurements, { effects }: EncounterEffects): Float64Array {
  const sums = new Map<string, { sum: number; count: number }>();
  for (const { probe, window, lam, baseline } of effects) {
    if (facts[probes[probe]!.fact]!.condition !== CONTROL) continue;
    const key = `${window}\n${probes[probe]!.depth}`;
    const entry = sums.get(key) ?? { sum: 0, count: 0 };
    entry.sum += lam - baseline;
    entry.count++;
    sums.set(key, entry);
  }
  return Float64Array.from(effects, ({ probe, window, effectivity }) => {
    const control = sums.get(`${window}\n${probes[probe]!.depth}`);
    return control ? effectivity - control.sum / control.count : Number.NaN;
  });
}
