import { indexAtOrBefore, interpolateAt } from '../measurements/measurement-at.js';
import { CONTROL, type Measurements } from '../measurements/measurements.js';
import { probeRow } from '../measurements/probe-series.js';
import { EffectList, type MeasuredEffect } from './effect-list.js';
import { distinctWindows, type EncounterWindow, windowKey, windowsOfFact } from './encounter-window.js';
import { localAcquisitionMaximum } from './local-acquisition-maximum.js';

export interface EncounterEffects {
  windows: EncounterWindow[];
  effects: EffectList;
  /** Encounters left out: nothing was measured before them, or in their window. */
  skipped: number;
  /** Largest distance in updates between an encounter of an injected fact and its "before" measurement. */
  largestGap: number;
  /** The same of controls, at the encounters of the others. */
  largestControlGap: number;
}

/**
 * Local acquisition maximum and effectivity of every probe at every encounter (arXiv 2406.11813, section
 * 3.3), and the same statistics of the controls in every window.
 * @param window steps after an encounter in which the maximum is sought
 */
export function measureEncounters(measurements: Measurements, window: number): EncounterEffects {
  const { facts, probes, series } = measurements;
  const windows = distinctWindows(facts, window);
  const number = new Map(windows.map((item, i) => [windowKey(item), i]));
  const windowsOf = facts.map((fact) => (fact.condition === CONTROL ? windows : windowsOfFact(fact, window)));
  const most = probes.reduce((sum, { fact }) => sum + windowsOf[fact]!.length, 0);
  const effects = new EffectList(windows, most);
  const result: EncounterEffects = { windows, effects, skipped: 0, largestGap: 0, largestControlGap: 0 };
  probes.forEach((probe, p) => {
    const row = probeRow(series, p);
    const isControl = facts[probe.fact]!.condition === CONTROL;
    for (const item of windowsOf[probe.fact]!) {
      const effect = measureEncounter(series.updates, row, item, isControl);
      if (!effect) {
        result.skipped++;
        continue;
      }
      const gap = isControl ? 'largestControlGap' : 'largestGap';
      result[gap] = Math.max(result[gap], item.step - effect.beforeUpdate);
      const window = number.get(windowKey(item))!;
      effects.add({ probe: p, encounter: item.encounter, window, ...effect });
    }
  });
  return result;
}

type OneEncounter = Omit<MeasuredEffect, 'probe' | 'encounter' | 'window'>;

/**
 * One probe in one window; undefined where nothing was measured before it or in it.
 * @param isControl whether the probe's fact is met by no one
 */
export function measureEncounter(
  updates: Int32Array,
  row: Float64Array,
  { step, end, next }: EncounterWindow,
  isControl = false,
): OneEncounter | undefined {
  const beforeIndex = indexAtOrBefore(updates, row, step);
  const lamIndex = localAcquisitionMaximum(updates, row, step, end);
  if (beforeIndex < 0 || lamIndex < 0) return undefined;
  const before = row[beforeIndex]!;
  const lam = row[lamIndex]!;
  const baseline = isControl ? interpolateAt(updates, row, step) : before;
  let sum = 0;
  let count = 0;
  for (let i = beforeIndex + 1; i < updates.length && updates[i]! <= end; i++) {
    if (updates[i]! <= step || Number.isNaN(row[i]!)) continue;
    sum += row[i]!;
    count++;
  }
  const measuredUntilNext = next >= 0 && next <= updates[updates.length - 1]!;
  return {
    beforeUpdate: updates[beforeIndex]!,
    lamUpdate: updates[lamIndex]!,
    before,
    lam,
    baseline,
    windowGain: sum / count - baseline,
    gainAtNext: measuredUntilNext ? row[indexAtOrBefore(updates, row, next)]! - before : Number.NaN,
  };
}
