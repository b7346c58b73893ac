import { createRandom } from '@lethe/contracts';
import { describe, expect, it } from 'vitest';
import { holm } from '../statistics/corrections.js';
import { smallestDetectable } from '../statistics/interval-of.js';
import { meanOverSeeds } from '../testing/seed-means.js';
import type { Claim, ClaimKind } from './claim.js';
import { concludeAll } from './conclude.js';
import type { Judged } from './finding.js';
import { findingRows } from './finding-rows.js';
import { judge } from './judge.js';

const claimOf = (id: string, kind: ClaimKind): Claim => ({
  id,
  kind,
  statement: 'it is so',
  words: 'in words',
  source: 'somewhere',
  sourceValue: null,
  estimand: 'a number',
  unit: 'nats/token',
  test: { above: 0 },
});
const judged = (id: string, kind: ClaimKind, seedMeans: readonly number[]): Judged =>
  judge(
    {
      claim: claimOf(id, kind),
      subject: '',
      estimate: meanOverSeeds(seedMeans),
      evidence: { seeds: seedMeans.length, facts: 9 },
    },
    0.95,
  );

/** Five seeds whose mean is `t` standard errors from 0. */
const atT = (t: number): number[] => [-2, -1, 0, 1, 2].map((x) => x + t * Math.sqrt(0.5));

describe('all claims of an experiment', () => {
  const entries = [
    judged('F7', 'secondary', atT(3)),
    judged('F1', 'primary', atT(9)),
    judged('F2b', 'primary', atT(3.2)),
    judged('F22', 'prediction', atT(9)),
    judged('G1', 'primary', atT(3.2)),
    { withheld: claimOf('F17', 'primary') },
  ];
  const findings = concludeAll(entries, 0.95);
  const found = new Map(findings.map((finding) => [finding.claim, finding]));
  const p = (t: string): number => found.get(t)!.p!;

  it('are primary ones, others and predictions, in this order', () => {
    expect(findings.map(({ claim }) => claim)).toEqual(['F1', 'F2b', 'G1', 'F7', 'F22']);
  });

  it('are corrected within a paper and kind, withheld tests included', () => {
    const adjusted = holm.adjust([p('F1'), p('F2b'), 1]);
    expect(found.get('F1')!.corrected).toMatchObject({
      family: 'arXiv 2406.11813, primary',
      tests: 3,
      p: adjusted[0],
    });
    expect(found.get('F2b')!.corrected).toMatchObject({ tests: 3, p: adjusted[1] });
    expect(found.get('G1')!.corrected).toMatchObject({ family: 'arXiv 2508.00901, primary', tests: 1 });
    expect(found.get('F7')!.corrected).toMatchObject({ family: 'arXiv 2406.11813, secondary', tests: 1 });
  });

  it('get the verdict of their interval where the corrected p-value allows it', () => {
    expect(found.get('F1')).toMatchObject({ verdict: 'reproduced', strength: 'strong', reason: '' });
    // The same numbers: alone in its family, and one of three, of which two are left.
    expect(found.get('G1')).toMatchObject({ verdict: 'reproduced' });
    const second = found.get('F2b')!;
    expect(second.interval!.low).toBeGreaterThan(0);
    expect(second).toMatchObject({ verdict: 'inconclusive', strength: undefined });
    expect(second.reason).toMatch(
      /^reproduced by its interval alone, but p is 0\.033, and 0\.066 as one of 3/,
    );
  });

  it('are no verdicts where they are predictions, or rest on too few seeds', () => {
    expect(found.get('F22')).toMatchObject({ verdict: undefined, corrected: undefined, reason: '' });
    const [few] = concludeAll([judged('F1', 'primary', [1, 1.1])], 0.95);
    expect(few).toMatchObject({ verdict: 'inconclusive', reason: '2 seeds; a verdict needs 3' });
    expect(few!.corrected).toBeUndefined();
    const [weak] = concludeAll([judged('F1', 'primary', [1, 1.1, 1.05])], 0.95);
    expect(weak).toMatchObject({ verdict: 'reproduced', strength: 'weak' });
  });

  it('say what would have been seen, by the p-value that a verdict needs among all of them', () => {
    const second = found.get('F2b')!;
    // F1 is rejected, so two tests share what is left of 0.05.
    const detectable = smallestDetectable(meanOverSeeds(atT(3.2)), 1 - 0.05 / 2, 0.8)!;
    expect(second.power).toMatchObject({
      distance: expect.closeTo(3.2 * Math.sqrt(0.5), 12),
      detectable: expect.closeTo(detectable, 9),
    });
    expect(second.power!.seeds).toBeGreaterThan(5);
    expect(second.reason).toContain(
      `2.26 from the edge, ${detectable.toFixed(2)} would be seen (power 80 %); about ${second.power!.seeds} seeds would do`,
    );
    const narrow = judge(
      {
        ...{ claim: claimOf('F25', 'secondary'), subject: '', evidence: { seeds: 5, facts: 9 } },
        ...{ estimate: meanOverSeeds(atT(0.3)), test: { between: [-2, 2] } },
      },
      0.95,
    );
    expect(concludeAll([narrow], 0.95)[0]!.reason).toMatch(/80 %\), more than the claim has room for/);
  });

  it('are rows with everything that tells them apart', () => {
    expect(findingRows(findings)[1]).toMatchObject({
      finding_id: 'F2b',
      kind: 'primary',
      family: 'arXiv 2406.11813, primary',
      family_tests: 3,
      p: p('F2b'),
      adjusted_p: expect.closeTo(2 * p('F2b'), 12),
      verdict: 'inconclusive',
      strength: null,
      seeds: 5,
    });
    expect(findingRows(findings).at(-1)).toMatchObject({ kind: 'prediction', verdict: null, p: null });
  });
});

describe('experiments whose every claim lies at its edge', () => {
  it('have a wrong verdict in at most one of twenty, within a family and paper', { timeout: 20_000 }, () => {
    const random = createRandom(3, 'edges');
    const experiments = 100;
    let wrong = 0;
    let alone = 0;
    const withAny = { primary: 0, secondary: 0 };
    for (let i = 0; i < experiments; i++) {
      // What seeds do to all claims alike, so that tests depend on one another.
      const shared = Array.from({ length: 3 }, () => random.normal());
      const claim = (kind: ClaimKind, n: number): Judged => {
        const sign = n % 2 === 0 ? 1 : -1;
        return judged(
          'F1',
          kind,
          shared.map((value) => sign * 0.7 * value + random.normal()),
        );
      };
      const findings = concludeAll(
        [
          ...Array.from({ length: 6 }, (_, n) => claim('primary', n)),
          ...Array.from({ length: 12 }, (_, n) => claim('secondary', n)),
        ],
        0.95,
      );
      const decided = findings.filter(({ verdict }) => verdict !== 'inconclusive');
      wrong += decided.length;
      alone += findings.filter((finding) => finding.p! <= 0.05).length;
      for (const kind of ['primary', 'secondary'] as const) {
        if (decided.some((finding) => finding.kind === kind)) withAny[kind]++;
      }
    }
    // One p-value in twenty is small by chance; 0.05 + two standard errors of this many experiments.
    expect(alone / (18 * experiments)).toBeGreaterThan(0.03);
    expect(alone / (18 * experiments)).toBeLessThan(0.07);
    expect(wrong / (18 * experiments)).toBeLessThan(0.02);
    expect(withAny.primary / experiments).toBeLessThanOrEqual(0.1);
    expect(withAny.secondary / experiments).toBeLessThanOrEqual(0.1);
  });
});
