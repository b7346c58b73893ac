import { describe, expect, it } from 'vitest';
import { analyzeSpec } from '../../options/analyze.js';
import { traceDecays } from '../../superposition/trace-decay.js';
import { meanIntervals } from './encounter-process.js';
import { learnabilityThreshold } from './learnability-threshold.js';
import { deduplications, levelBeforeText, longestInterval } from './level-before-text.js';
import { simulateEncounters } from './simulate-encounters.js';

/** The closed forms of findings F22 and F23 against drawn encounters, at the defaults of the stage. */
const { facts, exponent, perStep, duplicates, share, knownAt } = analyzeSpec.parse({}).longTail;
const trace = { decay: traceDecays.logarithmic, parameters: [0.25], gain: 0.4 };
const popularity = meanIntervals({ type: 'zipf', exponent, perStep }, facts);
const known = knownAt * trace.gain;
const common = { duplicates, knownAt: known, share, seed: 1 };

describe('at even intervals', () => {
  it.each(deduplications)('levels before texts are those that are drawn, with copies %s', (deduplication) => {
    for (const rank of [1, 3, 10, 32, 100, 316, 1000]) {
      const interval = popularity[rank - 1]!;
      const { residue } = simulateEncounters(trace, {
        ...common,
        ...{ facts: 20, steps: 100_000, process: { type: 'fixed', interval }, deduplication },
      });
      const mean = residue.reduce((sum, value) => sum + value, 0) / residue.length;
      // Texts are drawn at whole steps.
      expect(mean / trace.gain).toBeCloseTo(
        levelBeforeText(trace, interval, duplicates, deduplication) / trace.gain,
        interval < 20 ? 0 : 1,
      );
    }
  });

  it('the facts are known that are said to be, and not the next ones', () => {
    for (const deduplication of ['none', 'collapse'] as const) {
      const longest = longestInterval(trace, known, duplicates, deduplication);
      const levels = [0.97, 1.03].map((times) => {
        const process = { type: 'fixed', interval: Math.round(times * longest) } as const;
        const { residue } = simulateEncounters(trace, {
          ...common,
          ...{ facts: 1, steps: 100_000, process, deduplication },
        });
        return residue[0]!;
      });
      expect(levels[0]).toBeGreaterThan(known);
      expect(levels[1]).toBeLessThan(known);
    }
  });

  it('facts accumulate up to the threshold: more than the share of one gain is left', () => {
    // The threshold looks at the text before alone; those before that one add a little just beyond it.
    const threshold = learnabilityThreshold(trace, share);
    const accumulating = [0.9, 1.25].map((times) => {
      const process = { type: 'fixed', interval: Math.round(times * threshold) } as const;
      return simulateEncounters(trace, {
        ...common,
        facts: 20,
        steps: 100_000,
        process,
        deduplication: 'collapse',
      }).accumulatingShare;
    });
    expect(accumulating).toEqual([1, 0]);
  });
});

describe('at random times', () => {
  // The most popular 4,000 of all facts; rarer ones have one text or none in so many steps.
  const drawn = 4000;
  const process = {
    type: 'zipf',
    exponent,
    perStep: meanIntervals({ type: 'zipf', exponent, perStep: 1 }, drawn)[0]! / popularity[0]!,
  } as const;
  const [copies, refilled] = (['none', 'refill'] as const).map((deduplication) =>
    simulateEncounters(trace, { ...common, facts: drawn, steps: 100_000, process, deduplication }),
  );
  const count = (shares: Float64Array) => shares.reduce((sum, value) => sum + value, 0);

  it('more facts accumulate than at even intervals, and still few of all: F22 is cautious', () => {
    expect(copies!.interval[9]).toBeCloseTo(popularity[9]!, 8);
    const even = popularity.filter((interval) => interval <= learnabilityThreshold(trace, share)).length;
    expect(count(copies!.accumulates)).toBeGreaterThan(even);
    expect(count(copies!.accumulates) / facts).toBeLessThan(0.1);
  });

  it('copies and other texts in their place leave the same on average: F23 rests on even intervals', () => {
    const mean = (level: Float64Array) => level.slice(100, 1000).reduce((sum, value) => sum + value, 0) / 900;
    expect(mean(copies!.level) / mean(refilled!.level)).toBeGreaterThan(0.93);
    expect(mean(copies!.level) / mean(refilled!.level)).toBeLessThan(1.07);
    expect(count(copies!.known)).toBeGreaterThan(count(refilled!.known));
  });
});
