import { describe, expect, it } from 'vitest';
import type { BootstrapStatistics } from '../cohort/bootstrap-statistics.js';
import { noteFewFacts, noteFewSeeds } from './cohort-notes.js';

/** A cohort of which only its size is looked at. */
function cohortOf(
  seeds: number,
  facts: Record<string, number>,
  method: BootstrapStatistics['method'] = 't',
): BootstrapStatistics {
  const layouts = Object.entries(facts).map(
    ([condition, count]) => [condition, { factsByData: [count] }] as const,
  );
  const cohort = { id: 'bs32', runs: Array.from({ length: seeds }), clusters: new Map(layouts) };
  return { cohort, method } as unknown as BootstrapStatistics;
}

const linesOf = (
  noting: (statistics: BootstrapStatistics, note: (line: string) => void) => void,
  statistics: BootstrapStatistics,
): string[] => {
  const lines: string[] = [];
  noting(statistics, (line) => lines.push(line));
  return lines;
};

describe('notes about a cohort', () => {
  it('say of fewer than twenty facts what their intervals are worth', () => {
    expect(linesOf(noteFewFacts, cohortOf(3, { once: 20, control: 40 }))).toEqual([]);
    expect(linesOf(noteFewFacts, cohortOf(3, { duplication: 12, once: 20, control: 19 }))).toEqual([
      expect.stringMatching(
        /^bs32: warning: only 12 facts of duplication, 19 of control; Student's t .* symmetrically/,
      ),
    ]);
    expect(linesOf(noteFewFacts, cohortOf(3, { once: 4 }, 'percentile'))).toEqual([
      expect.stringMatching(/only 4 facts of once; percentiles over so few are too narrow/),
    ]);
  });

  it('say what so many seeds decide', () => {
    const said = (seeds: number): string[] => linesOf(noteFewSeeds, cohortOf(seeds, { once: 20 }));
    expect(said(1)).toEqual([expect.stringMatching(/one seed: .* no claim is judged; 3 seeds or more/)]);
    expect(said(2)).toEqual([expect.stringMatching(/only 2 seeds: no claim is judged; 3 seeds or more/)]);
    for (const seeds of [3, 4]) expect(said(seeds)).toEqual([expect.stringMatching(/verdicts are weak; 5/)]);
    expect(said(5)).toEqual([]);
  });
});
