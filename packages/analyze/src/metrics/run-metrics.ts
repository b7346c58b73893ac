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
  for (const members of probesOfCells(measurements)) {
    const places: number[] = [];
    const found: number[] = [];
    for (const probe of members) {
      for (const [i, { effectivity }] of list.ofProbe(probe)) {
        places.push(i);
        found.push(effectivity);
      }
    }
    withoutOutliers(Float64Array.from(found), iqrFactor).forEach((value, place) => {
      kept[places[place]!] = value;
    });
  }
  return { measurements, effects, kept, biasCorrected: biasCorrected(measurements, effects) };
}

/** The probes of every condition and depth. */
function probesOfCells({ facts, probes }: Measurements): Iterable<number[]> {
  const cells = new Map<string, number[]>();
  probes.forEach(({ fact, depth }, probe) => {
    const key = `${facts[fact]!.condition}\n${depth}`;
    const members = cells.get(key);
    if (members) members.push(probe);
    else cells.set(key, [probe]);
  });
  return cells.values();
}

function biasCorrected(
  { facts, probes }: Measurements,
  { effects, windows }: EncounterEffects,
): Float64Array {
  const depths = [...new Set(probes.map(({ depth }) => depth))];
  const risesOf = new Map(depths.map((depth) => [depth, controlRises(depth)]));
  const corrected = new Float64Array(effects.length);
  probes.forEach(({ depth }, probe) => {
    const rises = risesOf.get(depth)!;
    for (const [i, { window, effectivity }] of effects.ofProbe(probe)) {
      corrected[i] = effectivity - rises[window]!;
    }
  });
  return corrected;

  /** Float64Array [windows]: mean rise of the controls of a depth; NaN without any. */
  function controlRises(wanted: string): Float64Array {
    const sums = new Float64Array(windows.length);
    const counts = new Int32Array(windows.length);
    probes.forEach(({ fact, depth }, probe) => {
      if (depth !== wanted || facts[fact]!.condition !== CONTROL) return;
      for (const [, { window, lam, baseline }] of effects.ofProbe(probe)) {
        sums[window]! += lam - baseline;
        counts[window]!++;
      }
    });
    return sums.map((sum, window) => sum / counts[window]!);
  }
}
