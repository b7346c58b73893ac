import { describe, expect, it } from 'vitest';
import type { ClaimTest } from './claim.js';
import { type Hypothesis, judge, judgeAll, sentenceOf, type Verdict, verdictOf } from './judge.js';

const draws = Float64Array.from({ length: 100 }, (_, i) => 1 + i / 100);
const claim = {
  id: 'F1',
  statement: 'it is so',
  source: 'somewhere',
  sourceValue: '0.2 in all',
  estimand: 'a number',
  test: { above: 0 },
};
const about: Hypothesis = {
  claim,
  subject: 'once, semantic',
  estimate: { point: 1.5, draws },
  evidence: { seeds: 2, facts: 2 },
};

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
  ];
  it.each(cases)('on %j with interval %j is %s', (claim, [low, high], verdict) => {
    expect(verdictOf({ low, high }, claim)).toBe(verdict);
  });

  it('is never passed on one seed, which the statement says', () => {
    for (const test of [{ above: 0 }, { below: 0 }, { between: [0, 3] }] satisfies ClaimTest[]) {
      const conclude = (seeds: number, detail: string) =>
        judge({ ...about, subject: '', test, detail, evidence: { seeds, facts: 9 } }, 0.9);
      const single = conclude(1, 't = 5');
      const pooled = conclude(2, 't = 5');
      expect(single.verdict).toBe('inconclusive');
      expect(sentenceOf(single)).toBe('it is so (t = 5; one seed)');
      expect(sentenceOf(conclude(1, ''))).toBe('it is so (one seed)');
      expect(single.interval).toEqual(pooled.interval);
      expect(pooled.verdict).toBe('below' in test ? 'contradicted' : 'reproduced');
      expect(sentenceOf(pooled)).toBe('it is so (t = 5)');
    }
  });

  it('is inconclusive without an interval, which needs two facts', () => {
    expect(judge(about, 0.9)).toMatchObject({ id: 'F1-once-semantic', verdict: 'reproduced', value: 1.5 });
    const few = judge({ ...about, evidence: { seeds: 2, facts: 1 } }, 0.9);
    expect(few).toMatchObject({ interval: undefined, verdict: 'inconclusive' });
    expect(sentenceOf({ ...few, detail: 't = 5' })).toBe('once, semantic: it is so (t = 5)');
  });
});

describe('hypotheses', () => {
  const judged = (label: string, ...statements: Parameters<typeof judgeAll>[0]) => {
    const lines: string[] = [];
    const group = { id: 'bs32', label };
    return { findings: judgeAll(statements, { level: 0.9, group }, (line) => lines.push(line)), lines };
  };

  it('become findings of their group, after what is left out', () => {
    const nothing = { ...about, estimate: { point: Number.NaN, draws } };
    const { findings, lines } = judged('bs=32', nothing, about, { omitted: 'F7 of once', why: 'too few' });
    expect(findings).toMatchObject([{ id: 'F1-once-semantic@bs32', subject: '[bs=32] once, semantic' }]);
    expect(lines).toEqual([
      'finding F7 of once@bs32 is left out: too few',
      'finding F1-once-semantic@bs32 is left out: its value is not a finite number; too little was measured',
    ]);
    expect(judged('', about).findings).toMatchObject([{ id: 'F1-once-semantic', subject: 'once, semantic' }]);
  });

  it('say what their claim says unless they say it themselves', () => {
    const own = { ...about, statement: 'it is here', sourceDetail: '0.3 here', test: { below: 1 } };
    expect(judged('', about, own).findings).toMatchObject([
      { claim: 'F1', statement: 'it is so', sourceValue: '0.2 in all', test: { above: 0 } },
      { claim: 'F1', statement: 'it is here', sourceValue: '0.3 here; 0.2 in all', test: { below: 1 } },
    ]);
  });
});
