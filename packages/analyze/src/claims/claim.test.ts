import { describe, expect, it } from 'vitest';
import { groupRuns } from '../cohort/group-runs.js';
import { type ClaimTest, concludeDraft, type Draft, statementOf, type Verdict, verdictOf } from './claim.js';

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
    const draws = Float64Array.from({ length: 100 }, (_, i) => 1 + i / 100);
    for (const claim of [{ above: 0 }, { below: 0 }, { between: [0, 3] }] satisfies ClaimTest[]) {
      const draft = { number: 'F1', subject: '', topic: 'it is so', sourceValue: null, conditions: ['once'] };
      const conclude = (seeds: number, detail: string) =>
        concludeDraft(
          { ...draft, test: claim, detail, estimate: { point: 1.5, draws } },
          seeds,
          0.9,
          () => 9,
        )!;
      const single = conclude(1, 't = 5');
      const pooled = conclude(2, 't = 5');
      expect(single.verdict).toBe('inconclusive');
      expect(statementOf(single)).toBe('it is so (t = 5; one seed)');
      expect(statementOf(conclude(1, ''))).toBe('it is so (one seed)');
      expect(single.interval).toEqual(pooled.interval);
      expect(pooled.verdict).toBe('below' in claim ? 'contradicted' : 'reproduced');
      expect(statementOf(pooled)).toBe('it is so (t = 5)');
    }
  });

  it('is inconclusive without an interval', () => {
    const draws = Float64Array.from({ length: 100 }, (_, i) => 1 + i / 100);
    const draft: Draft = {
      number: 'F1',
      subject: 'once, semantic',
      topic: 'it is so',
      detail: '',
      sourceValue: null,
      estimate: { point: 1.5, draws },
      test: { above: 0 },
      conditions: ['once', 'control'],
    };
    const conclude = (over: Partial<Draft>, facts: number) =>
      concludeDraft({ ...draft, ...over }, 2, 0.9, (condition) => (condition === 'once' ? 9 : facts));
    expect(conclude({}, 2)).toMatchObject({ id: 'F1-once-semantic', verdict: 'reproduced', value: 1.5 });
    expect(conclude({}, 1)).toMatchObject({ interval: undefined, verdict: 'inconclusive' });
    expect(conclude({ estimate: { point: Number.NaN, draws } }, 2)).toBeUndefined();
    expect(statementOf({ ...draft, detail: 't = 5' })).toBe('once, semantic: it is so (t = 5)');
    expect(statementOf({ ...draft, subject: '' })).toBe('it is so');
  });
});

describe('groups of runs', () => {
  const run = (id: string, values: Record<string, number | string>) => ({
    id,
    values,
    data: 'd',
    train: 't',
    probe: 'p',
  });
  const shape = (...runs: ReturnType<typeof run>[]) =>
    groupRuns(runs).map(({ id, label, runs: members }) => [id, label, members.map((member) => member.id)]);

  it('pool what differs in seeds only', () => {
    expect(shape(run('main', {}))).toEqual([['main', '', ['main']]]);
    expect(shape(run('s1', { s: 1 }), run('s2', { s: 2 }))).toEqual([['all', '', ['s1', 's2']]]);
    expect(
      shape(
        run('bs1-ds1', { bs: 1, ds: 1 }),
        run('bs2-ds1', { bs: 2, ds: 1 }),
        run('bs1-ds2', { bs: 1, ds: 2 }),
        run('bs2-ds2', { bs: 2, ds: 2 }),
      ),
    ).toEqual([
      ['bs1', 'bs=1', ['bs1-ds1', 'bs1-ds2']],
      ['bs2', 'bs=2', ['bs2-ds1', 'bs2-ds2']],
    ]);
    expect(shape(run('steps1-lr2', { steps: 1, lr: 2 }))).toEqual([
      ['steps1-lr2', 'steps=1, lr=2', ['steps1-lr2']],
    ]);
  });
});
