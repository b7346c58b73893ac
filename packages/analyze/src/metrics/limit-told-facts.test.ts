import { createRandom } from '@lethe/contracts';
import { describe, expect, it } from 'vitest';
import type { Fact, Measurements } from '../measurements/measurements.js';
import { probeRow } from '../measurements/probe-series.js';
import { distinctWindows } from './encounter-window.js';
import { limitToldFacts } from './limit-told-facts.js';
import { measureEncounters } from './measure-encounters.js';

const WINDOW = 20;

/** Facts by condition, each with one probe; every value tells its probe and update. */
function measure(
  conditions: Record<string, { facts: number; told: number }>,
  every = 10,
  seed = 1,
): Measurements {
  const random = createRandom(seed, 'test');
  const updates = Int32Array.from({ length: 201 }, (_, i) => every * i);
  const facts = Object.entries(conditions).flatMap(([condition, { facts, told }]) =>
    Array.from({ length: facts }, (_, i): Fact => {
      const steps = new Set(Array.from({ length: told }, () => random.int(200 * every)));
      const encounters = Int32Array.from(steps).sort();
      return { id: `${condition}-${i}`, condition, encounters, ...(told > 0 ? { told: encounters } : {}) };
    }),
  );
  const probes = facts.map(({ id }, fact) => ({ id, fact, depth: 'memorization', prompt: '', target: '' }));
  const values = Float64Array.from({ length: facts.length * updates.length }, (_, i) =>
    Math.sin(12.9898 * i),
  );
  return { run: 'main', data: 'data', facts, probes, series: { updates, values } };
}

describe('facts that are told', () => {
  it('are as they were where none is', () => {
    const measurements = measure({ control: { facts: 3, told: 0 } });
    expect(limitToldFacts(measurements, WINDOW)).toEqual({ measurements, limited: [] });
    expect(limitToldFacts(measurements, WINDOW).measurements).toBe(measurements);
  });

  it('have the effects of their own encounters, though these are dated by measurements', () => {
    // Windows end between measurements, where neither date makes a difference.
    const measurements = measure({ told: { facts: 30, told: 3 }, control: { facts: 2, told: 0 } }, 10, 4);
    const window = 25;
    const limited = limitToldFacts(measurements, window).measurements;
    const exact = measureEncounters(measurements, window);
    const dated = measureEncounters(limited, window);
    const of = ({ effects }: typeof exact, probe: number) =>
      Array.from(effects.ofProbe(probe), ([, effect]) => effect);
    let compared = 0;
    for (const [p, { fact }] of measurements.probes.entries()) {
      const { encounters, told } = measurements.facts[fact]!;
      const apart = [...encounters].every((step, k) => k === 0 || step - encounters[k - 1]! > 2 * window);
      if (!told || !apart) continue;
      of(exact, p).forEach(({ before, lam, beforeUpdate, lamUpdate, step }, k) => {
        // Of the last few updates before a measurement the window reaches one measurement further.
        if (step % 10 >= 5) return;
        expect(of(dated, p)[k]).toMatchObject({ before, lam, beforeUpdate, lamUpdate });
        compared++;
      });
    }
    expect(compared).toBeGreaterThan(20);
    expect(dated.windows.length).toBeLessThan(exact.windows.length);
  });

  it('are drawn where they are too many, equally many of every condition, with their own measurements', () => {
    const measurements = measure({
      m50: { facts: 400, told: 50 },
      m3: { facts: 5, told: 3 },
      m8: { facts: 300, told: 8 },
      duplication: { facts: 2, told: 0 },
      control: { facts: 1600, told: 0 },
    });
    const { measurements: kept, limited } = limitToldFacts(measurements, WINDOW);
    const of = (condition: string): number =>
      kept.facts.filter((fact) => fact.condition === condition).length;
    expect(limited).toEqual([
      { condition: 'm50', kept: of('m50'), all: 400 },
      { condition: 'm8', kept: of('m8'), all: 300 },
    ]);
    expect([of('m3'), of('duplication'), of('control')]).toEqual([5, 2, 1600]);
    expect(of('m50')).toBeGreaterThan(5);
    expect(of('m8')).toBe(of('m50'));
    const windows = distinctWindows(kept.facts, WINDOW);
    const own = kept.facts.reduce((sum, { encounters }) => sum + encounters.length, 0);
    expect(own + 1600 * windows.length).toBeLessThan(600_000);
    // A window begins at one of 201 measurements and ends after 10 or 20 updates.
    expect(windows.length).toBeLessThanOrEqual(2 * 201);
    expect(windows.every(({ next, end }) => next === -1 || next === end)).toBe(true);
    const place = new Map(measurements.probes.map(({ id }, p) => [id, p]));
    kept.probes.forEach(({ id, fact }, p) => {
      expect(kept.facts[fact]!.id).toBe(id);
      if (p % 40 === 0)
        expect(probeRow(kept.series, p)).toEqual(probeRow(measurements.series, place.get(id)!));
    });
    const again = limitToldFacts(measurements, WINDOW).measurements.facts;
    expect(again.map(({ id }) => id).join()).toBe(kept.facts.map(({ id }) => id).join());
  });
});
