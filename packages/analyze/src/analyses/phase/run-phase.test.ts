import type { RowOf } from '@lethe/contracts';
import { describe, expect, it } from 'vitest';
import { judge } from '../../claims/judge.js';
import { drawPanels } from '../../report/draw-figure.js';
import type { Figure } from '../../report/figure.js';
import { toyRun } from '../../testing/answered-run.js';
import { groupExtraction } from '../extraction/extraction-group.js';
import { phase } from './phase.js';
import { phaseSection } from './phase-section.js';
import type { phaseTable } from './phase-table.js';
import { runPhase } from './run-phase.js';

const options = { bootstrap: { seed: 1, resamples: 200, method: 't', level: 0.95 }, seed: 1 };
const Ks = [1, 2, 4, 8, 16];

/** Three seeds of every K and |R|, of which so many of 112 are answered. */
const outcome = (right: (K: number, R: number, seed: number) => number, learnt = 16) => {
  const runs = [8, 16, 32, 64].flatMap((R) =>
    Ks.flatMap((K) =>
      [1, 2, 3].map((seed) =>
        toyRun({ multiplicity: K, templates: R, seed, right: right(K, R, seed), learnt, values: { r: R } }),
      ),
    ),
  );
  const groups = groupExtraction(runs, { seed: 1, resamples: 200, method: 't' });
  return runPhase({ needs: { extraction: groups }, options } as never);
};

const findings = (found: ReturnType<typeof outcome>) =>
  Object.fromEntries(
    (found?.hypotheses ?? []).flatMap((hypothesis) => {
      if ('omitted' in hypothesis) return [];
      const { claim, subject } = hypothesis;
      const { value, verdict } = judge({ ...hypothesis, claim: phase.claims[claim]! }, 0.95);
      return [[`${claim} ${subject}`, [Number(value.toFixed(2)), verdict]]];
    }),
  );

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

describe('the phase diagram', () => {
  it('reproduces the bound where the share of templates decides', () => {
    const found = outcome((K, R, seed) => Math.round(112 * sigmoid(4 * Math.log2((8 * K) / R) + 0.1 * seed)));
    expect(findings(found)).toEqual({
      'G6 full, N_f=16, K/|R|=0.125, |R|=64 - |R|=8': [0, 'reproduced'],
      'G6r full': [expect.closeTo(1, 1), 'reproduced'],
      'G6b full, K=1, |R|=16, N_f=16': [expect.closeTo(0.01, 2), 'inconclusive'],
    });
  });

  it('contradicts it where K alone decides', () => {
    const found = outcome((K, _, seed) => Math.round(112 * sigmoid(4 * Math.log2(K / 3) + 0.1 * seed)));
    const verdicts = findings(found);
    expect(verdicts['G6 full, N_f=16, K/|R|=0.125, |R|=64 - |R|=8']).toEqual([
      expect.closeTo(1, 1),
      'contradicted',
    ]);
    expect(verdicts['G6r full']).toEqual([expect.closeTo(0, 1), 'contradicted']);
  });

  it('says that errors exceed the bound where they do so in every seed, for all that the worst of all cells is judged', () => {
    const none = outcome(() => 0);
    const [excess] = (none!.hypotheses ?? []).flatMap((one) =>
      'omitted' in one || one.claim !== 'G6b' ? [] : [judge({ ...one, claim: phase.claims.G6b! }, 0.95)],
    );
    // The bound of K = 16 of 8 templates is nothing, and none of 336 questions is answered.
    expect(excess).toMatchObject({ value: expect.closeTo(1, 10), verdict: 'contradicted' });
    expect(excess!.p).toBeLessThan(0.001);
    // Two of three seeds fail: seeds differ too much to say so of the worst of 20 cells.
    const some = outcome((K, R, seed) => (K === 16 && R === 8 && seed < 3 ? 0 : 112));
    const [unsure] = (some!.hypotheses ?? []).flatMap((one) =>
      'omitted' in one || one.claim !== 'G6b' ? [] : [judge({ ...one, claim: phase.claims.G6b! }, 0.95)],
    );
    expect(unsure).toMatchObject({ value: expect.closeTo(2 / 3, 10), verdict: 'inconclusive' });
    expect(unsure!.p).toBeGreaterThan(0.05);
  });

  it('writes every cell with its boundary and its bound', () => {
    const found = outcome((K) => (K < 4 ? 0 : 112));
    const rows = found!.tables!.phase as readonly RowOf<typeof phaseTable>[];
    expect(rows).toHaveLength(20);
    const row = rows.find(({ multiplicity, templates }) => multiplicity === 4 && templates === 32)!;
    expect(row).toMatchObject({
      fine_tuning: 'full',
      fine_tuned: 16,
      seeds: 3,
      questions: 336,
      held_out: 1,
      steps: 100,
    });
    expect(row.bound).toBeCloseTo(Math.exp((-16 * 16) / (2 * 32 * 32)), 12);
    expect(row.boundary).toBeCloseTo(2 ** 1.5, 1);
    expect(row.held_out_low).toBeGreaterThan(0.98);
  });

  it('draws a tile for every K and |R|, the fuller the more is answered', async () => {
    const { result } = outcome((K) => (K < 4 ? 0 : K < 8 ? 56 : 112))!;
    const { parts } = phaseSection({} as never, result!);
    const [figure] = parts as Figure[];
    expect(figure!.panels.map(({ title }) => title)).toEqual(['N_f=16']);
    expect(figure!.panels[0]!.series.map(({ label }) => label)).toEqual(['64', '32', '16', '8']);
    const [panel] = await drawPanels(figure!);
    const tiles = /role-mark tiles_marks"[^>]*>(.*?)<\/g>/s.exec(panel!.svg)![1]!;
    const opacities = [...tiles.matchAll(/opacity="([\d.]+)"/g)].map(([, value]) => Number(value));
    expect(opacities).toEqual([64, 32, 16, 8].flatMap(() => [0, 0, 0.5, 1, 1]));
    expect(panel!.svg).toContain('0.50');
  });

  it('is left out where fine-tuning has not taught its questions, or |R| is one', () => {
    expect(outcome(() => 0, 8)).toBeUndefined();
    const groups = groupExtraction([toyRun({ multiplicity: 1 }), toyRun({ multiplicity: 2 })], {
      seed: 1,
      resamples: 200,
      method: 't',
    });
    expect(runPhase({ needs: { extraction: groups }, options } as never)).toBeUndefined();
  });
});
