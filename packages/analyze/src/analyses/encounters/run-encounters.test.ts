import { expect, it } from 'vitest';
import type { RunContext } from '../../analysis/contexts.js';
import { runMetrics } from '../../metrics/run-metrics.js';
import { runEncounters } from './run-encounters.js';

const NOT = Number.NaN;

it('lists facts at their encounters, and controls at those before which they were measured', () => {
  const fact = (id: string, condition: string, encounters: number[]) => ({
    ...{ id, condition, encounters: Int32Array.from(encounters) },
  });
  const facts = [fact('a', 'once', [4]), fact('b', 'once', [6]), fact('c', 'control', [])];
  const updates = Int32Array.of(2, 4, 5, 6, 8);
  const rows = [
    [-5, NOT, -3, -3, -3],
    [-5, NOT, NOT, -5, -2],
    [-5, NOT, -5, -5, -5],
  ];
  const measurements = {
    ...{ run: 's1', steps: 8, data: 'data', facts },
    probes: facts.map(({ id }, i) => ({
      id: `${id}/0`,
      fact: i,
      depth: 'memorization',
      prompt: '',
      target: '',
    })),
    series: { updates, values: Float64Array.from(rows.flat()) },
  } as unknown as Parameters<typeof runMetrics>[0];
  const metrics = runMetrics(measurements, 3, null);
  const context = { statistics: { cohort: { runs: [metrics] } } } as unknown as RunContext;
  const columns = runEncounters(context).tables!.effects as () => Record<string, ArrayLike<unknown>>;
  const { probe_id: ids, step, effectivity } = columns();
  // The first was not measured at its own step, but two updates earlier; the control neither.
  expect(Array.from(ids!, (id, i) => [id, step![i], effectivity![i]])).toEqual([
    ['a/0', 4, 2],
    ['b/0', 6, 3],
    ['c/0', 6, 0],
  ]);
});
