import { createRandom } from '@lethe/contracts';
import { describe, expect, it } from 'vitest';
import { bootstrapStatistics } from '../../cohort/bootstrap-statistics.js';
import { buildCohort } from '../../cohort/cohort.js';
import { CONTROL, type Measurements } from '../../measurements/measurements.js';
import { runMetrics } from '../../metrics/run-metrics.js';
import { intervalOf } from '../../statistics/interval-of.js';
import { superpose } from '../../superposition/superpose.js';
import { traceDecays } from '../../superposition/trace-decay.js';
import { fitTraces } from './fit-traces.js';

const encounters = Int32Array.of(20, 60, 100);
const updates = Int32Array.from({ length: 200 }, (_, i) => 5 * i);
const decay = traceDecays.logarithmic;

/** Facts and controls of one run, with noise of both that hangs together along a trace. */
function world(noise: { facts: number; controls: number }, without: readonly string[] = []): Measurements {
  const random = createRandom(4, 'traces');
  const wander = (size: number): Float64Array => {
    let value = 0;
    return Float64Array.from(updates, () => {
      value = 0.9 * value + size * random.normal();
      return value;
    });
  };
  const truth = superpose(updates, encounters, decay, [0.25], { baseline: -6, gain: 0.5 });
  const facts = Array.from({ length: 14 }, (_, i) => {
    const injected = i < 8;
    const own = wander(injected ? noise.facts : noise.controls);
    return {
      id: `${injected ? 'fact' : 'control'}-${i}`,
      condition: injected ? 'duplication' : CONTROL,
      encounters: injected ? encounters : new Int32Array(0),
      values: own.map((value, u) => value + (injected ? truth[u]! : -6)),
    };
  }).filter(({ id }) => !without.includes(id));
  return {
    run: 'main',
    data: 'data',
    facts: facts.map(({ id, condition, encounters }) => ({ id, condition, encounters })),
    probes: facts.map(({ id }, fact) => ({ id, fact, depth: 'memorization', prompt: '', target: '' })),
    series: { updates, values: Float64Array.from(facts.flatMap(({ values }) => [...values])) },
  };
}

function fitsOf(measurements: Measurements, reached = 0.25) {
  const cohort = buildCohort('main', [runMetrics(measurements, 30, null)], { window: 30, iqrFactor: null });
  const statistics = bootstrapStatistics(cohort, { seed: 1, resamples: 100, level: 0.95 });
  const fit = fitTraces(statistics, 5, () => undefined).find((one) => one.decay === decay)!;
  expect(Math.abs(fit.parameters[0]!.point - reached)).toBeLessThan(0.1);
  return fit;
}

describe('intervals of traces', () => {
  it('know what controls vary by: with noise in controls alone they have a width', () => {
    const { parameters } = fitsOf(world({ facts: 0, controls: 0.05 }));
    const { low, high } = intervalOf(parameters[0]!, 0.95)!;
    expect(high - low).toBeGreaterThan(0.005);
    const still = intervalOf(fitsOf(world({ facts: 0, controls: 0 })).parameters[0]!, 0.95)!;
    expect(still.high - still.low).toBeLessThan(1e-6);
  });

  it('rest on fits without each fact and each control, as if it had never been there', () => {
    const noise = { facts: 0.1, controls: 0.1 };
    const { parameters, gain, unexplained } = fitsOf(world(noise));
    const leftOut = (of: 'facts', sample: string) =>
      parameters.map((estimate) => estimate.leftOut!.find((one) => one.of === of && one.sample === sample)!);
    const facts = leftOut('facts', 'duplication')[0]!.values;
    const controls = leftOut('facts', CONTROL)[0]!.values;
    expect([facts.length, controls.length]).toEqual([8, 6]);
    for (const [values, place, name] of [
      [facts, 2, 'fact-2'],
      [controls, 3, 'control-11'],
    ] as const) {
      const scratch = fitsOf(world(noise, [name]));
      expect(values[place]!).toBeCloseTo(scratch.parameters[0]!.point, 5);
      const sample = name.startsWith('fact') ? 'duplication' : CONTROL;
      const same = (estimate: typeof gain) =>
        estimate.leftOut!.find((one) => one.sample === sample)!.values[place]!;
      expect(same(gain)).toBeCloseTo(scratch.gain.point, 5);
      expect(same(unexplained)).toBeCloseTo(scratch.unexplained.point, 5);
    }
  });
});
