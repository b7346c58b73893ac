import { createRandom } from '@lethe/contracts';
import { expect, it } from 'vitest';
import { bootstrapStatistics } from '../../cohort/bootstrap-statistics.js';
import { buildCohort } from '../../cohort/cohort.js';
import type { Fact, Measurements } from '../../measurements/measurements.js';
import { limitToldFacts } from '../../metrics/limit-told-facts.js';
import { runMetrics } from '../../metrics/run-metrics.js';
import { superpose } from '../../superposition/superpose.js';
import { traceDecays } from '../../superposition/trace-decay.js';
import { fitTraces } from './fit-traces.js';

it('decay as every encounter does, wherever the background tells the facts', () => {
  const random = createRandom(3, 'test');
  const updates = Int32Array.from({ length: 201 }, (_, i) => 10 * i);
  const facts = Array.from({ length: 28 }, (_, i): Fact => {
    if (i < 4) return { id: `control-${i}`, condition: 'control', encounters: new Int32Array(0) };
    const told = Int32Array.from(new Set(Array.from({ length: 8 }, () => random.int(1800)))).sort();
    return { id: `told-${i}`, condition: 'm8', encounters: told, told };
  });
  const truth = { baseline: -6, gain: 0.5 };
  const values = Float64Array.from(
    facts.flatMap(({ encounters }) => [
      ...superpose(updates, encounters, traceDecays.logarithmic, [0.3], truth),
    ]),
  );
  const probes = facts.map(({ id }, fact) => ({ id, fact, depth: 'memorization', prompt: '', target: '' }));
  const measurements: Measurements = {
    run: 'main',
    data: 'data',
    facts,
    probes,
    series: { updates, values },
  };
  const limited = limitToldFacts(measurements, 50).measurements;
  const cohort = buildCohort('told', [runMetrics(limited, 50, null)], { window: 50, iqrFactor: null });
  const statistics = bootstrapStatistics(cohort, {
    seed: 1,
    resamples: 100,
    level: 0.95,
    method: 'percentile',
  });
  const fit = fitTraces(statistics, 20, () => {}).find(({ decay }) => decay.name === 'logarithmic')!;
  // Dated by measurements it would be 0.303.
  expect(fit.parameters[0]!.point).toBeCloseTo(0.3, 6);
  expect(fit.firstLag).toBe(20);
});
