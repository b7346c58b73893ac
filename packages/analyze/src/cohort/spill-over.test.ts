import { describe, expect, it } from 'vitest';
import { beyondTwin } from '../metrics/correct-by-twin.js';
import { runMetrics } from '../metrics/run-metrics.js';
import { knownAcquisition, traceAfter } from '../testing/known-acquisition.js';
import { bootstrapStatistics } from './bootstrap-statistics.js';
import { buildCohort, findCell } from './cohort.js';
import { spillOver } from './spill-over.js';

const world = {
  facts: 6,
  controls: 5,
  count: 1,
  interval: 100,
  decay: 0.2,
  spread: 0,
  noise: 0,
  memory: 0,
  drift: 0.003,
  reach: 200,
  seed: 1,
};
const SPILL = 0.1;
const FIRST = 20;

/** Every probe gains a tenth of a nat from the first injection on, whosever it is; its twin has neither. */
function statistics(withTwin = true) {
  const measured = knownAcquisition(world);
  const { updates, values } = measured.series;
  const spill = values.map((_, i) => (updates[i % updates.length]! > FIRST ? SPILL : 0));
  const met = values.map((_, i) => {
    const [step] = measured.facts[Math.floor(i / updates.length)]!.encounters;
    return step === undefined ? 0 : traceAfter(updates[i % updates.length]! - step, world.decay);
  });
  const own = { ...measured, series: { updates, values: values.map((value, i) => value + spill[i]!) } };
  // The twin was measured at every other update, and in another order of magnitude.
  const every = Int32Array.from(updates.keys()).filter((i) => i % 2 === 0);
  const rows = measured.probes.flatMap((_, p) =>
    Array.from(every, (i) => values[p * updates.length + i]! - met[p * updates.length + i]! - 1),
  );
  const twin = { updates: every.map((i) => updates[i]!), values: Float64Array.from(rows) };
  const metrics = runMetrics(own, 50, null);
  if (withTwin) metrics.beyondTwin = beyondTwin(own, twin);
  const cohort = buildCohort('c', [metrics], { window: 50, iqrFactor: null });
  return bootstrapStatistics(cohort, { seed: 1, resamples: 100, level: 0.95 });
}

describe('a twin', () => {
  const own = statistics();
  const cell = findCell(own.cohort, 'duplication', 'memorization')!;

  it('tells what injections of others do to controls', () => {
    const [spill, ...more] = spillOver(own);
    expect(more).toEqual([]);
    expect(spill!.depth).toBe('memorization');
    expect(spill!.windows.point).toBeCloseTo(SPILL, 10);
    expect(spill!.after.point).toBeCloseTo(SPILL, 10);
    expect(spill!.curve.point[FIRST]).toBeCloseTo(0, 10);
    expect(spill!.curve.point[FIRST + 20]).toBeCloseTo(SPILL, 10);
    expect(spillOver(statistics(false))).toEqual([]);
  });

  it('takes away what the same probes do without injections, and leaves what spills over', () => {
    const lag = own.crossFittedLag(cell, 'twin')!;
    const peak = traceAfter(lag, world.decay);
    // Half of the facts meet their texts before the spill-over, half after it.
    expect(own.crossFittedEffectivity(cell, 0, 'twin')!.point).toBeCloseTo(peak + SPILL / 2, 10);
    expect(own.crossFittedEffectivity(cell, 0)!.point).toBeCloseTo(1, 2);
    const { points } = own.crossFittedRetention(cell, 'twin')!;
    for (const { mean, column } of points) {
      const { from, to } = cell.gainBins[column]!;
      let left = 0;
      for (let t = from; t <= to; t++) left += traceAfter(lag + t, world.decay) / (to - from + 1);
      expect(mean).toBeCloseTo((left + SPILL / 2) / (peak + SPILL / 2), 10);
    }
    expect(statistics(false).crossFittedRetention(cell, 'twin')).toBeUndefined();
  });
});
