import { describe, expect, it } from 'vitest';
import { benchCase, chooseShapes, drawTokens, shapes } from './bench-case.js';
import { formatSummaries, lossDifference, summarize } from './summary.js';
import { wantsStep } from './variants.js';

const measurement = (seconds: number[], losses = [4, 2]) => ({
  seconds,
  losses,
  peakMiB: 300,
  anonymousMiB: 200,
  baseMiB: 100,
});

describe('summarize', () => {
  it('takes the median of each round, and nothing of the first turn but compilation and losses', () => {
    const rounds = [measurement([0.1, 0.1, 9]), measurement([0.2, 0.3])];
    const summary = summarize('a', measurement([7, 5]), rounds, 1000);
    expect(summary).toMatchObject({ rates: [10_000, 4000], firstStep: 7, losses: [4, 2] });
  });

  it('compares losses step by step', () => {
    expect(lossDifference({ losses: [4, 2, 1] }, { losses: [4, 2.25] })).toEqual({ largest: 0.25, steps: 2 });
  });

  it('prints ratios that say how many times faster a variant is', () => {
    const of = (name: string, seconds: number) =>
      summarize(name, measurement([1]), [measurement([seconds])], 100);
    const lines = formatSummaries([of('eager', 0.4), of('torch.compile', 0.1)], 100).split('\n');
    expect(lines[1]).toMatch(/^eager +250 .* 400\.0 +0\.25x \(.*\) +1\.00x .* 300 +200 +100 /);
    expect(lines[2]).toMatch(/^torch\.compile +1000 .* 100\.0 +1\.00x \(.*\) +4\.00x /);
  });
});

describe('wantsStep', () => {
  const turn = { minSteps: 3, maxSteps: 6, seconds: 10, limitSeconds: 50 };
  it('goes on to the fewest steps, then until the time or the most steps are reached', () => {
    expect(wantsStep(turn, 2, 49)).toBe(true);
    expect(wantsStep(turn, 3, 11)).toBe(false);
    expect(wantsStep(turn, 3, 9)).toBe(true);
    expect(wantsStep(turn, 6, 0)).toBe(false);
  });

  it('ends a slow turn before its fewest steps, but not before one', () => {
    expect(wantsStep(turn, 0, 99)).toBe(true);
    expect(wantsStep(turn, 1, 51)).toBe(false);
  });
});

describe('chooseShapes', () => {
  it('takes all shapes, named ones, or widths, and replaces single sizes', () => {
    expect(chooseShapes({})).toEqual(Object.values(shapes));
    expect(chooseShapes({ shape: ['large'], layers: 2 })).toEqual([{ ...shapes.large, layers: 2 }]);
    expect(chooseShapes({ width: [64, 512] }).map(({ width, heads }) => [width, heads])).toEqual([
      [64, 1],
      [512, 8],
    ]);
  });
});

describe('drawTokens', () => {
  it('follows Zipf: twice as many of the first token as of the second', () => {
    const counts = new Int32Array(4096);
    for (const token of drawTokens(benchCase(shapes.medium))) counts[token]!++;
    expect(counts[0]! / counts[1]!).toBeGreaterThan(1.8);
    expect(counts[0]! / counts[1]!).toBeLessThan(2.2);
  });
});
