import { describe, expect, it } from 'vitest';
import type { Measurements } from '../measurements/measurements.js';
import { distinctWindows, encounterWindows } from './encounter-window.js';
import { measureEncounters } from './measure-encounters.js';
import { runMetrics } from './run-metrics.js';

/** One probe per fact, measured after each of 0 .. values - 1 updates unless `updates` says otherwise. */
function measurements(
  facts: { condition: string; encounters: number[]; values: number[] }[],
  updates = facts[0]!.values.map((_, u) => u),
): Measurements {
  return {
    run: 'main',
    data: 'data',
    facts: facts.map(({ condition, encounters }, i) => ({
      id: `f${i}`,
      condition,
      encounters: Int32Array.from(encounters),
    })),
    probes: facts.map((_, i) => ({ id: `p${i}`, fact: i, depth: 'memorization', prompt: '', target: '' })),
    series: {
      updates: Int32Array.from(updates),
      values: Float64Array.from(facts.flatMap(({ values }) => values)),
    },
  };
}

describe('windows of encounters', () => {
  it('end at the next encounter where it comes first', () => {
    expect(encounterWindows(Int32Array.of(5, 8, 30), 10)).toEqual([
      { step: 5, end: 8, next: 8, encounter: 0 },
      { step: 8, end: 18, next: 30, encounter: 1 },
      { step: 30, end: 40, next: -1, encounter: 2 },
    ]);
  });

  it('keep the encounter of the first fact that has them', () => {
    const facts = [
      { id: 'a', condition: 'duplication', encounters: Int32Array.of(1, 9, 17) },
      { id: 'b', condition: 'duplication', encounters: Int32Array.of(9, 17) },
    ];
    expect(distinctWindows(facts, 4).map(({ step, encounter }) => [step, encounter])).toEqual([
      [1, 0],
      [9, 1],
      [17, 2],
    ]);
  });

  it('are listed once for all facts', () => {
    const facts = [
      { id: 'a', condition: 'duplication', encounters: Int32Array.of(1, 9) },
      { id: 'b', condition: 'paraphrase', encounters: Int32Array.of(1, 9) },
      { id: 'c', condition: 'once', encounters: Int32Array.of(1) },
    ];
    expect(distinctWindows(facts, 4)).toEqual([
      { step: 1, end: 5, next: -1, encounter: 0 },
      { step: 1, end: 5, next: 9, encounter: 0 },
      { step: 9, end: 13, next: -1, encounter: 1 },
    ]);
  });
});

describe('effects of encounters', () => {
  it('are gains from the state before the update to the maximum after it', () => {
    const { effects } = measureEncounters(
      measurements([{ condition: 'duplication', encounters: [1, 4], values: [9, -5, -3, -2, -4, -3.5, -1] }]),
      3,
    );
    expect(Array.from({ length: effects.length }, (_, i) => effects.at(i))).toEqual([
      {
        probe: 0,
        encounter: 0,
        window: 0,
        step: 1,
        beforeUpdate: 1,
        lamUpdate: 3,
        before: -5,
        lam: -2,
        baseline: -5,
        effectivity: 3,
        windowGain: 2,
        gainAtNext: 1,
      },
      expect.objectContaining({ encounter: 1, before: -4, lamUpdate: 6, effectivity: 3, gainAtNext: NaN }),
    ]);
  });

  it('begin at the nearest earlier measurement where that step was not measured, and say so', () => {
    const sparse = measurements([{ condition: 'once', encounters: [5], values: [-4, -3, -1] }], [0, 3, 9]);
    const { effects, largestGap, skipped } = measureEncounters(sparse, 50);
    expect(effects.at(0)).toMatchObject({ step: 5, beforeUpdate: 3, lamUpdate: 9, effectivity: 2 });
    expect([largestGap, skipped]).toEqual([2, 0]);
  });

  it('of controls begin at the step itself for corrections, on the line between measurements', () => {
    const drifting = measurements(
      [
        { condition: 'once', encounters: [5], values: [-6, -5.5, -5, -4, -4.4] },
        { condition: 'control', encounters: [], values: [-6, Number.NaN, Number.NaN, -5.4, -5.2] },
      ],
      [1, 3, 5, 7, 9],
    );
    const { effects, largestGap, largestControlGap } = measureEncounters(drifting, 4);
    // It rises by 0.1 an update: from 5 on by 0.2 and 0.4, from its last measurement on by 0.6 and 0.8.
    expect(effects.at(1).effectivity).toBeCloseTo(0.8, 12);
    expect(effects.at(1).windowGain).toBeCloseTo(0.3, 12);
    expect(runMetrics(drifting, 4, 1.5).biasCorrected[0]).toBeCloseTo(1 - 0.4, 12);
    expect([largestGap, largestControlGap]).toEqual([0, 4]);
  });

  it('are left out and counted where nothing was measured before or after', () => {
    const late = measurements([{ condition: 'once', encounters: [1, 9], values: [-4, -3] }], [2, 8]);
    expect(measureEncounters(late, 50)).toMatchObject({ effects: { length: 0 }, skipped: 2 });
  });

  it('lose the mean of controls over the same window, outliers included', () => {
    const control = (gain: number) => ({ condition: 'control', encounters: [], values: [-6, -6 + gain, -7] });
    const gains = [0.1, 0.2, 0.3, 0.2, 0.2, 50];
    const { effects, biasCorrected, kept } = runMetrics(
      measurements([{ condition: 'once', encounters: [0], values: [-6, -5, -5.5] }, ...gains.map(control)]),
      2,
      1.5,
    );
    expect(effects.effects.at(0).effectivity).toBeCloseTo(1, 12);
    expect(biasCorrected[0]).toBeCloseTo(1 - 51 / 6, 12);
    expect(kept[6]).toBeNaN();
    const alone = runMetrics(
      measurements([{ condition: 'once', encounters: [0], values: [-6, -5] }]),
      2,
      1.5,
    );
    expect(alone.biasCorrected[0]).toBeNaN();
  });
});
