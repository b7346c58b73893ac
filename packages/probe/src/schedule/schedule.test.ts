import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { order, plannedInjections, writeTable } from '@lethe/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type InjectionStep, measurementSteps, readInjectionSteps } from './measurement-steps.js';
import { parseObserverOptions } from './observer-options.js';

const defaults = parseObserverOptions({});

/** Steps that each inject all facts, as in the paper. */
const together = (steps: number[]): InjectionStep[] =>
  steps.map((step) => ({ step, factIds: new Set(['a', 'b']) }));

/** Steps that each inject one fact of its own. */
const apart = (steps: number[]): InjectionStep[] =>
  steps.map((step) => ({ step, factIds: new Set([`f${step}`]) }));

describe('measurement steps', () => {
  const options = parseObserverOptions({ window: 4, everyInWindow: 2, every: 5, perDecade: 3 });

  it('are sparse before, dense after injections, log-spaced at the end', () => {
    // Powers of 10^(1/3): 1, 2, 5, 10, 22, 46 updates after the last injection at step 30.
    const { full, partial } = measurementSteps(together([12, 20, 30]), 85, options);
    expect(full).toEqual([0, 5, 10, 12, 13, 14, 16, 20, 21, 22, 24, 30, 31, 32, 34, 35, 40, 52, 76, 85]);
    expect(partial.size).toBe(0);
  });

  it('have only the facts just injected measured around their injection, where facts come one by one', () => {
    const { full, partial } = measurementSteps(apart([12, 15, 16]), 40, options);
    // All at 12 too: what controls have before the first injection.
    expect(full).toEqual([0, 5, 10, 12, 14, 16, 17, 18, 20, 21, 26, 38, 40]);
    expect([...partial].map(([u, facts]) => [u, [...facts]])).toEqual([
      [13, ['f12']],
      [15, ['f15']],
    ]);
    const neighbours = measurementSteps(apart([13, 14, 20, 30]), 40, options).partial;
    expect([...neighbours.get(14)!].sort()).toEqual(['f13', 'f14']);
  });

  it('lie on one grid, which begins with the first injection', () => {
    const grid = parseObserverOptions({ window: 6, everyInWindow: 3, every: 100, perDecade: 1 });
    const { full, partial } = measurementSteps(apart([7, 12, 20]), 40, grid);
    // 10, 13, 16, 22 and 25 are 7 and a multiple of 3; 20 is more than 3 after 16; 21 and 30 are 1 and 10 after the last.
    expect(full).toEqual([0, 7, 10, 13, 16, 20, 21, 22, 25, 30, 40]);
    expect([...partial.keys()]).toEqual([8, 12]);
  });

  it('have all probes just before an injection to which no window leads', () => {
    // The grid of the window after 12 ends at 16; 18 follows within two updates, 40 does not.
    const { full, partial } = measurementSteps(apart([12, 17, 40]), 50, options);
    expect(full.filter((u) => u <= 40)).toEqual([0, 5, 10, 12, 14, 16, 18, 20, 40]);
    expect([...partial.keys()]).toEqual([13, 17]);
  });

  it('go through the whole training where nothing is injected', () => {
    expect(measurementSteps([], 250, defaults).full).toEqual([0, 100, 200, 250]);
  });

  it('pay no heed to injections where they are told so', () => {
    const sparse = parseObserverOptions({ aroundInjections: false, every: 20 });
    const everywhere = apart(Array.from({ length: 90 }, (_, step) => step));
    const { full, partial } = measurementSteps(everywhere, 90, sparse);
    expect(full).toEqual([0, 20, 40, 60, 80, 90]);
    expect(partial.size).toBe(0);
  });

  it('are about 150 for the design of the paper: ten injections 100 steps apart, then 1,500 steps', () => {
    const injections = together(Array.from({ length: 10 }, (_, i) => 100 * i));
    const { full } = measurementSteps(injections, 2500, defaults);
    expect(full.length).toBeGreaterThan(120);
    expect(full.length).toBeLessThan(170);
  });

  it('hold whatever analysis relies on (property)', () => {
    const count = fc.integer({ min: 1, max: 60 });
    const anyOptions = fc
      .record({ window: count, everyInWindow: count, every: count, perDecade: count })
      .map(parseObserverOptions);
    const training = fc.integer({ min: 1, max: 2000 }).chain((steps) =>
      fc.record({
        steps: fc.constant(steps),
        injections: fc
          .uniqueArray(fc.integer({ min: 0, max: steps - 1 }), { maxLength: 8 })
          .map((list) => list.sort((a, b) => a - b)),
      }),
    );
    fc.assert(
      fc.property(training, anyOptions, fc.boolean(), ({ steps, injections }, chosen, oneByOne) => {
        const plan = oneByOne ? apart(injections) : together(injections);
        const { full, partial } = measurementSteps(plan, steps, chosen);
        const set = new Set(full);
        expect(full).toEqual([...set].sort((a, b) => a - b));
        expect(full[0]).toBe(0);
        expect(full.at(-1)).toBe(steps);
        for (const { step: s, factIds } of plan) {
          for (const u of [s, s + 1]) {
            const measured = partial.get(u);
            expect(set.has(u) || [...factIds].every((id) => measured!.has(id))).toBe(true);
          }
          // The level of every other probe just before is known from less than `everyInWindow` updates ago.
          expect(s - full.findLast((u) => u <= s)!).toBeLessThan(chosen.everyInWindow);
          // Between any two full measurements of the window lie at most `everyInWindow` updates.
          const end = Math.min(s + chosen.window, steps);
          const inWindow = full.filter((u) => u > s && u <= end);
          inWindow.forEach((u, i) => {
            expect(u - (inWindow[i - 1] ?? s)).toBeLessThanOrEqual(chosen.everyInWindow);
          });
          expect(end - (inWindow.at(-1) ?? s)).toBeLessThanOrEqual(chosen.everyInWindow);
        }
        const last = injections.at(-1);
        if (last === undefined) return;
        // Between neighbours after the last injection, time since it grows by at most one step of the spacing.
        const after = full.filter((u) => u > last).map((u) => u - last);
        const factor = 10 ** (1 / chosen.perDecade);
        for (let i = 1; i < after.length; i++) {
          expect(after[i]! - 0.5).toBeLessThanOrEqual((after[i - 1]! + 0.5) * factor);
        }
      }),
    );
  });
});

describe('the options', () => {
  it('have defaults, and name what is unknown or out of range', () => {
    const injections = { aroundInjections: true, window: 50, everyInWindow: 5, perDecade: 12 };
    expect(defaults).toEqual({ ...injections, every: 100 });
    expect(() => parseObserverOptions({ windows: 3 })).toThrow(
      /Unrecognized key: "windows"[\s\S]*expected: aroundInjections, window/,
    );
    expect(() => parseObserverOptions({ every: 0 })).toThrow(/every/);
    expect(() => parseObserverOptions({ aroundInjections: false, window: 50 })).toThrow(
      /aroundInjections is false[\s\S]*window/,
    );
  });
});

describe('injection steps', () => {
  it('are the steps of the order table with at least one injected text, each once, with its facts', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'lethe-injections-'));
    const injected: Record<string, number> = { '1.0': 1, '1.1': 1, '4.1': 2 };
    const rows = Array.from({ length: 12 }, (_, i) => {
      const [step, row] = [Math.floor(i / 2), i % 2];
      const texts = injected[`${step}.${row}`] ?? 0;
      const each = Array.from({ length: texts }, (__, text) => text);
      return {
        step,
        row,
        sequence: 0,
        fact_ids: each.map(String),
        placement: texts > 0 ? 'prepend' : 'none',
        positions: each,
        lengths: each.map(() => 1),
        injected_tokens: each,
      };
    });
    writeTable(directory, order, rows);
    expect(await readInjectionSteps(directory)).toEqual([
      { step: 1, factIds: new Set(['0']) },
      { step: 4, factIds: new Set(['0', '1']) },
    ]);
    // A plan that was not carried out counts like one that was.
    writeTable(directory, plannedInjections, [
      { step: 5, fact_id: '0' },
      { step: 5, fact_id: '1' },
    ]);
    expect((await readInjectionSteps(directory)).at(-1)).toEqual({ step: 5, factIds: new Set(['0', '1']) });
    rmSync(directory, { recursive: true });
  });
});
