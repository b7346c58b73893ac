import { describe, expect, it } from 'vitest';
import { intervalOf, pValue } from '../statistics/interval-of.js';
import { meanOverSeeds } from '../testing/seed-means.js';
import type { ClaimTest } from './claim.js';
import { claimPValue, strengthOf, verdictOf } from './verdict.js';
import type { Verdict } from './verdicts.js';

describe('a verdict', () => {
  const cases: [ClaimTest, [number, number], Verdict][] = [
    [{ above: 0 }, [0.1, 0.3], 'reproduced'],
    [{ above: 0 }, [-0.1, 0.3], 'inconclusive'],
    [{ above: 0 }, [-0.3, -0.1], 'contradicted'],
    [{ above: 0 }, [0, 0.2], 'inconclusive'],
    [{ above: 0 }, [-0.2, 0], 'contradicted'],
    [{ above: 0 }, [0, 0], 'contradicted'],
    [{ above: 0 }, [1e-17, 2e-17], 'contradicted'],
    [{ below: 0 }, [-1e-17, 0], 'contradicted'],
    [{ below: 1 }, [0.5, 0.9], 'reproduced'],
    [{ below: 1 }, [1.1, 1.9], 'contradicted'],
    [{ between: [0.14, 0.26] }, [0.15, 0.25], 'reproduced'],
    [{ between: [0.14, 0.26] }, [0.1, 0.3], 'inconclusive'],
    [{ between: [0.14, 0.26] }, [0.25, 0.3], 'inconclusive'],
    [{ between: [0.14, 0.26] }, [0.3, 0.4], 'contradicted'],
    [{ between: [0.14, 0.26] }, [0.05, 0.1], 'contradicted'],
    [{ between: [0.14, 0.26] }, [0.14, 0.2], 'inconclusive'],
    [{ between: [0.14, 0.26] }, [0.26, 0.26], 'contradicted'],
    [{ below: 0 }, [Number.NaN, 0.2], 'inconclusive'],
    [{ above: 0 }, [0.1, Number.NaN], 'inconclusive'],
  ];
  it.each(cases)('on %j with interval %j is %s', (claim, [low, high], verdict) => {
    expect(verdictOf({ low, high }, claim)).toBe(verdict);
  });

  it('on a constant of the source is that ours differs, where others are contradicted', () => {
    for (const [claim, [low, high], verdict] of cases) {
      const told = verdictOf({ low, high }, claim, true);
      expect(told).toBe(verdict === 'contradicted' ? 'differs' : verdict);
    }
  });

  it('is strong from five seeds on', () => {
    expect([3, 4, 5, 9].map(strengthOf)).toEqual(['weak', 'weak', 'strong', 'strong']);
  });
});

describe('the p-value of a claim', () => {
  const estimate = meanOverSeeds([0.1, 0.25, 0.22, 0.18]);
  const at = (edge: number): number => pValue(estimate, edge)!;

  it('is that of its edge', () => {
    expect(claimPValue(estimate, { above: 0 })).toBeCloseTo(at(0), 9);
    expect(claimPValue(estimate, { below: 0 })).toBeCloseTo(at(0), 9);
    expect(claimPValue(estimate, { above: estimate.point })).toBeCloseTo(1, 12);
  });

  it('is that of the harder edge inside a range, and of the nearer one outside', () => {
    expect(claimPValue(estimate, { between: [0.1, 0.4] })).toBeCloseTo(Math.max(at(0.1), at(0.4)), 9);
    expect(claimPValue(estimate, { between: [-0.1, 0.22] })).toBeCloseTo(at(0.22), 9);
    expect(claimPValue(estimate, { between: [0.3, 0.5] })).toBeCloseTo(at(0.3), 9);
    expect(claimPValue(estimate, { between: [-1, 0.1] })).toBeCloseTo(at(0.1), 9);
  });

  it('is at most 1 - level where and only where the interval gives a verdict', () => {
    for (const level of [0.5, 0.8, 0.95, 0.99]) {
      const interval = intervalOf(estimate, level)!;
      for (let edge = -0.2; edge < 0.6; edge += 0.053) {
        for (const test of [{ above: edge }, { below: edge }, { between: [edge, edge + 0.2] as const }]) {
          const decided = verdictOf(interval, test) !== 'inconclusive';
          expect(claimPValue(estimate, test)! <= 1 - level).toBe(decided);
        }
      }
    }
  });

  it('of an estimate that does not vary is the least there is, at an edge too', () => {
    const constant = meanOverSeeds([0, 0, 0]);
    expect(claimPValue(constant, { above: 0 })).toBeLessThan(1e-12);
    expect(claimPValue(constant, { above: 1 })).toBeLessThan(1e-12);
  });

  it('is undefined without an interval', () => {
    expect(claimPValue({ point: 1, draws: new Float64Array(0) }, { above: 0 })).toBeUndefined();
  });
});
