import { describe, expect, it } from 'vitest';
import type { Claim } from './claim.js';
import { concludeAll } from './conclude.js';
import { sentenceOf } from './finding.js';
import { type Hypothesis, judge, judgeAll, withheld } from './judge.js';

const draws = Float64Array.from({ length: 100 }, (_, i) => 1 + i / 100);
const claim: Claim = {
  id: 'F1',
  statement: 'it is so',
  words: 'in words',
  source: 'somewhere',
  sourceValue: '0.2 in all',
  estimand: 'a number',
  unit: 'nats/token',
  test: { above: 0 },
};
const about: Hypothesis = {
  claim,
  subject: 'once, semantic',
  estimate: { point: 1.5, draws },
  evidence: { seeds: 3, facts: 2 },
};

describe('a claim by itself', () => {
  it('is tested from three seeds on, with the interval that it has anyway', () => {
    for (const [test, verdict] of [
      [{ above: 0 }, 'reproduced'],
      [{ below: 0 }, 'contradicted'],
      [{ between: [0, 3] }, 'reproduced'],
    ] as const) {
      const [few, enough] = [2, 3].map((seeds) =>
        judge({ ...about, test, evidence: { seeds, facts: 9 } }, 0.9),
      );
      expect(few).toMatchObject({ seeds: 2, verdict: 'inconclusive', p: undefined });
      expect(enough).toMatchObject({ seeds: 3, verdict, p: expect.closeTo(2 / 101, 12) });
      expect(few!.interval).toEqual(enough!.interval);
    }
  });

  it('that is about a constant of the source is not contradicted by another one', () => {
    const constant: Hypothesis = { ...about, claim: { ...claim, constant: true }, test: { below: 0 } };
    expect(judge(constant, 0.9)).toMatchObject({ verdict: 'differs', constant: true });
    expect(judge({ ...constant, test: { above: 0 } }, 0.9).verdict).toBe('reproduced');
  });

  it('is not tested without an interval, which needs two facts', () => {
    expect(judge(about, 0.9)).toMatchObject({ id: 'F1-once-semantic', verdict: 'reproduced', value: 1.5 });
    const few = judge({ ...about, evidence: { seeds: 3, facts: 1 } }, 0.9);
    expect(few).toMatchObject({ interval: undefined, verdict: 'inconclusive', p: undefined });
  });

  it('is of the kind that its declaration says, unless its subject is beside the primary one', () => {
    expect(judge(about, 0.9).kind).toBe('secondary');
    const primary: Hypothesis = { ...about, claim: { ...claim, kind: 'primary' } };
    expect(judge(primary, 0.9).kind).toBe('primary');
    expect(judge({ ...primary, kind: 'secondary' }, 0.9).kind).toBe('secondary');
    const prediction = judge({ ...about, claim: { ...claim, kind: 'prediction' } }, 0.9);
    expect(prediction).toMatchObject({ kind: 'prediction', p: undefined });
    expect(prediction.interval).toBeDefined();
  });

  it('is told in one sentence, with what holds for it only and what it presupposes', () => {
    const told = judge(about, 0.9);
    expect(sentenceOf(told)).toBe('once, semantic: it is so');
    expect(sentenceOf({ ...told, subject: '' })).toBe('it is so');
    const given: Hypothesis = { ...about, detail: 't = 5', claim: { ...claim, given: 'there is an effect' } };
    expect(sentenceOf(judge(given, 0.9))).toBe(
      'once, semantic: it is so (t = 5; given that there is an effect)',
    );
  });
});

describe('hypotheses', () => {
  const judged = (label: string, ...statements: Parameters<typeof judgeAll>[0]) => {
    const lines: string[] = [];
    const group = { id: 'bs32', label };
    return { findings: judgeAll(statements, { level: 0.9, group }, (line) => lines.push(line)), lines };
  };

  it('become findings of their group, after what is left out', () => {
    const nothing = { ...about, estimate: { point: Number.NaN, draws }, evidence: { seeds: 1, facts: 9 } };
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

  it('whose grounds do not hold keep their number and count as tests that found nothing', () => {
    const unjudged = { ...about, kind: 'secondary' as const, unjudged: 'controls move' };
    const { findings } = judged('', unjudged, { ...unjudged, evidence: { seeds: 2, facts: 9 } });
    expect(findings).toMatchObject([
      { id: 'F1-once-semantic', value: 1.5, p: undefined, verdict: 'inconclusive', detail: '' },
      { withheld: { id: 'F1', kind: 'secondary' } },
      { id: 'F1-once-semantic', p: undefined },
    ]);
    const [told] = concludeAll(findings, 0.9);
    expect(told).toMatchObject({ verdict: 'inconclusive', reason: 'controls move', corrected: undefined });
  });

  it('that the data kept from being tested count as tests, if they could have been made', () => {
    const held = (seeds: number) =>
      withheld('F6 of once', 'no lead', { claim, evidence: { seeds, facts: 9 } });
    const { findings, lines } = judged('', held(3), held(2), {
      ...about,
      estimate: { point: Number.POSITIVE_INFINITY, draws },
    });
    expect(findings).toEqual([{ withheld: claim }, { withheld: claim }]);
    expect(lines).toEqual([
      'finding F6 of once is left out: no lead; it counts as a test that found nothing',
      'finding F6 of once is left out: no lead',
      expect.stringMatching(/not a finite number.*; it counts as a test that found nothing$/),
    ]);
  });
});
