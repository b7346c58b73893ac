import { describe, expect, it } from 'vitest';
import { analyzeMeasurements } from '../analyze-measurements.js';
import type { Measurements } from '../measurements/measurements.js';
import { analyzeSpec } from '../options/analyze.js';
import { claims } from './claims.js';

/**
 * Facts of two conditions that gain `gain[condition]` at steps 5 and 25 and lose half of it in two updates.
 * @param later what the second encounter gains, as a share of what the first one does
 */
function world(gain: Record<string, number>, later = 1): Measurements {
  const facts = Object.keys(gain).flatMap((condition) =>
    Array.from({ length: 5 }, (_, i) => ({
      id: `${condition}-${i}`,
      condition,
      encounters: Int32Array.of(5, 25),
    })),
  );
  const updates = Int32Array.from({ length: 61 }, (_, u) => u);
  const after = (u: number, size: number): number => (u < 1 ? 0 : u < 3 ? size : size / 2);
  return {
    run: 'main',
    data: 'data',
    facts,
    probes: facts.map(({ id }, fact) => ({ id, fact, depth: 'memorization', prompt: '', target: '' })),
    series: {
      updates,
      values: Float64Array.from(
        facts.flatMap(({ condition }, fact) => {
          const size = gain[condition]! * (1 + 0.05 * (fact % 5));
          return Array.from(updates, (u) => -5 + after(u - 5, size) + after(u - 25, later * size));
        }),
      ),
    },
  };
}

/** Findings of runs that differ in seeds, each with the same facts. */
function findingsOf(...gains: Record<string, number>[]) {
  return findingsIn(gains.map((gain) => world(gain)));
}

async function findingsIn(worlds: readonly Measurements[]) {
  const config = analyzeSpec.parse({ window: 10, iqrFactor: null, bootstrap: { resamples: 200 } });
  const lines: string[] = [];
  const found = await analyzeMeasurements(worlds, config, (line) => lines.push(line));
  return { found: new Map(found.map((finding) => [finding.id, finding])), lines };
}

const thrice = <T>(world: T): T[] => [world, world, world];

describe('findings of a world in closed form', () => {
  it('say what the list of claims says', async () => {
    const { found } = await findingsOf(...thrice({ duplication: 1, paraphrase: 0.5, control: 0 }));
    const said = [...found.values()].map(({ claim, statement, test }) => ({ id: claim, statement, test }));
    const listed = claims.map(({ id, statement, test }) => ({ id, statement, test }));
    expect(listed).toEqual(expect.arrayContaining(said.filter(({ id }) => id !== 'F24w')));
    // F24w names the condition, and its range is in the unit of its estimate.
    expect(found.get('F24w-memorization')).toMatchObject({
      statement: 'controls move less than 10 % of the effectivity of duplication',
      test: { between: [expect.closeTo(-0.11, 12), expect.closeTo(0.11, 12)] },
      value: 0,
      verdict: 'reproduced',
    });
    const moving = await findingsOf(...thrice({ duplication: 1, control: 0.3 }));
    expect(moving.found.get('F24w-memorization')!.verdict).toBe('contradicted');
  });

  it('have its numbers', async () => {
    const { found } = await findingsOf(...thrice({ duplication: 1, paraphrase: 0.5 }));
    expect(found.get('F1-duplication-memorization')!.value).toBeCloseTo(1.1, 12);
    expect(found.get('F2a-duplication-memorization')).toMatchObject({ verdict: 'reproduced' });
    expect(found.get('F2a-duplication-memorization')!.value).toBeCloseTo(0.5, 12);
    expect(found.get('F2b-duplication-memorization')!.value).toBeCloseTo(0.55, 12);
    expect(found.get('F5-memorization')!.value).toBeCloseTo(0.55, 12);
    expect(found.get('F7-duplication-memorization')).toMatchObject({ verdict: 'contradicted' });
    expect(found.get('F7-duplication-memorization')!.value).toBeCloseTo(0, 12);
    const fading = (await findingsIn(thrice(world({ duplication: 1 }, 0.25)))).found.get(
      'F7-duplication-memorization',
    )!;
    expect(fading).toMatchObject({ verdict: 'reproduced' });
    expect(fading.value).toBeCloseTo(0.825, 12);
    // A lead of 0.825 at the last maximum falls to 0.55.
    expect(found.get('F6-memorization')!.value).toBeCloseTo(2 / 3, 12);
    expect(found.get('F6-memorization')).toMatchObject({ verdict: 'contradicted' });
  });

  it('are judged over seeds, not over the facts of one', async () => {
    const alone = (await findingsOf({ duplication: 1, paraphrase: 0.5 })).found.get('F5-memorization')!;
    expect(alone).toMatchObject({ seeds: 1, reason: 'one seed; a verdict needs 3', verdict: 'inconclusive' });
    expect(alone.interval!.low).toBeGreaterThan(0);
    const agreeing = await findingsOf(
      { duplication: 1, paraphrase: 0.5 },
      { duplication: 1, paraphrase: 0.55 },
      { duplication: 1, paraphrase: 0.6 },
    );
    expect(agreeing.found.get('F5-memorization')).toMatchObject({
      seeds: 3,
      verdict: 'reproduced',
      strength: 'weak',
    });
    // The mean of the difference is clearly positive over facts, but the seeds disagree.
    const torn = await findingsOf(
      { duplication: 1, paraphrase: 0.2 },
      { duplication: 1, paraphrase: 0.7 },
      { duplication: 1, paraphrase: 1.2 },
    );
    const finding = torn.found.get('F5-memorization')!;
    expect(finding.value).toBeCloseTo(0.33, 12);
    expect(finding.interval!.low).toBeLessThan(-0.2);
    expect(finding).toMatchObject({ seeds: 3, verdict: 'inconclusive' });
  });

  it('are left out, with the reason, where they would be shares of nothing', async () => {
    const same = await findingsOf(...thrice({ duplication: 1, paraphrase: 1 }));
    expect(same.found.has('F6-memorization')).toBe(false);
    expect(same.lines).toContain(
      'finding F6 of memorization is left out: duplication has no clear lead that it could lose; it counts as a test that found nothing',
    );
    const none = await findingsOf({ duplication: 0, paraphrase: 0 });
    expect([...none.found.keys()].filter((id) => id.startsWith('F2a'))).toEqual([]);
    expect(none.lines.join('\n')).toContain(
      'F2a of duplication, memorization is left out: encounters have no clear effect',
    );
  });

  it('say that there is nothing to say without injected facts', async () => {
    const { found, lines } = await findingsOf({});
    expect(found.size).toBe(0);
    expect(lines).toEqual([
      'finding (all) is left out: no facts are injected, or nothing watched their encounters',
    ]);
  });
});
