import { describe, expect, it } from 'vitest';
import type { RunMetrics } from '../metrics/run-metrics.js';
import { alignedGain, alignment, firstSteps } from './align.js';
import { addUpdates, noUpdates, onMeasurements } from './control-updates.js';

const facts = [
  { id: 'a', condition: 'duplication', encounters: Int32Array.of(10, 30, 50) },
  { id: 'b', condition: 'duplication', encounters: Int32Array.of(15, 35, 55) },
  { id: 'c', condition: 'once', encounters: Int32Array.of(10) },
  { id: 'd', condition: 'control', encounters: new Int32Array(0) },
];
const run = { measurements: { facts } } as unknown as RunMetrics;

describe('alignment at first encounters', () => {
  it('spans the encounters and two intervals more', () => {
    const { offsets, encounters } = alignment([run], 5);
    expect(encounters).toEqual([0, 20, 40]);
    expect([offsets[0], offsets.at(-1), offsets.length]).toEqual([-10, 80, 91]);
    expect(alignment([], 5)).toEqual({ offsets: new Int32Array(0), encounters: [] });
  });

  it('is that of facts with a plan, unless the background tells all', () => {
    const told = {
      id: 'e',
      condition: 'm9',
      encounters: Int32Array.of(3, 9, 200, 300),
      told: Int32Array.of(3, 9, 200, 300),
    };
    const withTold = { measurements: { facts: [told, ...facts] } } as unknown as RunMetrics;
    expect(alignment([withTold], 5)).toEqual(alignment([run], 5));
    expect(firstSteps(withTold)).toEqual(firstSteps(run));
    const alone = { measurements: { facts: [told, facts[3]] } } as unknown as RunMetrics;
    expect(alignment([alone], 5).encounters).toEqual([0, 6, 197, 297]);
    expect([...firstSteps(alone)]).toEqual([[3, 1]]);
  });

  it('takes the gain since the fact met its text', () => {
    const updates = Int32Array.from({ length: 40 }, (_, u) => u);
    const row = Float64Array.from(updates, (u) => (u > 15 ? 2 : 0));
    const gain = alignedGain(updates, row, new Map([[15, 1]]), Int32Array.of(-20, -1, 0, 1, 24, 25));
    expect([...gain]).toEqual([Number.NaN, 0, 0, 2, 2, Number.NaN]);
  });

  it('lets controls stand in at the first encounters of all facts', () => {
    const shares = firstSteps(run);
    expect([...shares.keys()]).toEqual([10, 15]);
    expect(shares.get(10)).toBeCloseTo(2 / 3, 12);
    const updates = Int32Array.of(0, 50);
    expect(alignedGain(updates, Float64Array.of(0, 5), shares, Int32Array.of(3))[0]).toBeCloseTo(0.3, 12);
  });
});

describe('updates at which controls are asked', () => {
  it('weigh every probe alike and lie on what was measured', () => {
    const updates = noUpdates();
    addUpdates(updates, { before: 0, beforeUpdate: 10, lam: 1, lamUpdate: 20 }, [5, 10]);
    addUpdates(updates, { before: 0, beforeUpdate: 10, lam: 1, lamUpdate: 25 }, [5]);
    expect([...updates.after]).toEqual([
      [25, 0.5],
      [30, 1.5],
      [10, -2],
    ]);
    expect([...updates.atLam]).toEqual([
      [20, 1],
      [10, -2],
      [25, 1],
    ]);
    const { columns, weights } = onMeasurements(updates.after, Int32Array.of(0, 20, 40), updates.probes);
    const value = (u: number): number => 3 * u;
    const sum = columns.reduce((total, column, i) => total + weights[i]! * value([0, 20, 40][column]!), 0);
    // Controls on a straight line give its slope times the mean distance.
    expect(sum).toBeCloseTo(3 * ((25 + 30) / 4 + 30 / 2 - 10), 12);
  });
});
