import { describe, expect, it } from 'vitest';
import { benchCase, drawTokens } from './bench-case.js';
import { wantsStep } from './measurement.js';
import { formatSummaries, lossDifference, summarize } from './summary.js';

const measurement = (seconds: number[], losses = [4, 2]) => ({ seconds, losses, description: '' });

describe('summarize', () => {
  it('takes the median over the counted steps of all processes', () => {
    const summary = summarize('a', [measurement([9, 0.1, 0.3]), measurement([7, 0.2, 0.5])], 1, 1000);
    expect(summary).toMatchObject({ median: 250, steps: 4, tokensPerSecond: 4000, first: 7 });
    expect(summary.low).toBeCloseTo(175, 9);
  });

  it('compares losses step by step', () => {
    const a = summarize('a', [measurement([1, 1], [4, 2, 1])], 1, 1);
    const b = summarize('b', [measurement([1, 1], [4, 2.2])], 1, 1);
    expect(lossDifference(a, b)).toBeCloseTo(0.2 / 2.2, 9);
  });

  it('prints ratios that say how many times faster a variant is', () => {
    const table = formatSummaries([
      summarize('eager', [measurement([1, 0.4])], 1, 1),
      summarize('torch.compile', [measurement([1, 0.1])], 1, 1),
    ]);
    expect(table.split('\n')[1]).toMatch(/eager +400\.0 .* 1\.00x +0\.25x/);
    expect(table.split('\n')[2]).toMatch(/torch\.compile +100\.0 .* 4\.00x +1\.00x/);
  });
});

describe('wantsStep', () => {
  const budget = { warmUp: 2, minSteps: 3, maxSteps: 6, seconds: 10 };
  it('goes on to the fewest steps, then until the time or the most steps are reached', () => {
    expect(wantsStep(budget, 4, 99)).toBe(true);
    expect(wantsStep(budget, 5, 99)).toBe(false);
    expect(wantsStep(budget, 5, 9)).toBe(true);
    expect(wantsStep(budget, 8, 0)).toBe(false);
  });
});

describe('drawTokens', () => {
  it('follows Zipf: twice as many of the first token as of the second', () => {
    const bench = benchCase(128, { batchSize: 16, time: 128, vocabSize: 4096 });
    const counts = new Int32Array(4096);
    for (const token of drawTokens(bench)) counts[token]!++;
    expect(counts[0]! / counts[1]!).toBeGreaterThan(1.8);
    expect(counts[0]! / counts[1]!).toBeLessThan(2.2);
  });
});
