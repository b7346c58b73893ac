import { expect, test } from 'vitest';
import type { Measurements } from '../measurements/measurements.js';
import { buildProbeSeries } from '../measurements/probe-series.js';
import { leaveOutUnwatched } from './leave-out-unwatched.js';

/** Facts with one probe each, measured at the given updates. */
function measured(facts: { condition: string; encounters: number[]; at: number[] }[]): Measurements {
  const points = facts.flatMap(({ at }, probe) => at.map((update) => ({ probe, update })));
  return {
    ...{ run: 'r', data: 'd' },
    facts: facts.map(({ condition, encounters }, i) => ({
      ...{ id: `f${i}`, condition, encounters: Int32Array.from(encounters) },
    })),
    probes: facts.map((_, fact) => ({ id: `p${fact}`, fact, depth: 'qa', prompt: '', target: '' })),
    series: buildProbeSeries(
      {
        probe: Int32Array.from(points, ({ probe }) => probe),
        update: Int32Array.from(points, ({ update }) => update),
        value: Float64Array.from(points, ({ probe }) => -probe),
      },
      facts.length,
    ),
  };
}

const every10 = [0, 10, 20, 30];

test('conditions at random steps without measurements there are left out, others and controls stay', () => {
  const measurements = measured([
    { condition: 'sparse', encounters: [3, 10, 17], at: every10 },
    { condition: 'control', encounters: [], at: every10 },
    { condition: 'dense', encounters: [3, 7], at: [0, 3, 4, 7, 8, 30] },
    { condition: 'listed', encounters: [5, 15], at: every10 },
    { condition: 'sparse', encounters: [20, 21, 22], at: every10 },
  ]);
  const found = leaveOutUnwatched(measurements, (condition) => condition !== 'listed');
  expect(found.unwatched).toEqual(['sparse']);
  expect(found.measurements.facts.map(({ id }) => id)).toEqual(['f1', 'f2', 'f3']);
  expect(found.measurements.probes.map(({ id, fact }) => [id, fact])).toEqual([
    ['p1', 0],
    ['p2', 1],
    ['p3', 2],
  ]);
  // f2 at update 3 as before.
  expect(found.measurements.series.updates[1]).toBe(3);
  expect(found.measurements.series.values[found.measurements.series.updates.length + 1]).toBe(-2);
  expect(leaveOutUnwatched(measurements, () => false)).toEqual({ measurements, unwatched: [] });
});
