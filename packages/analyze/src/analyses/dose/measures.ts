import { depths } from '@lethe/contracts';
import type { DosedRun } from './read-dosed-run.js';
import { names } from './read-dosed-run.js';

/** Panels of the figures, in their order. */
export const aspects = ['answers', 'membership', 'verbatim', 'log-probability'] as const;
export type Aspect = (typeof aspects)[number];

/** Something that depends on dose. */
export interface Measure {
  /** Of the values of facts. */
  name: string;
  /** `share`: the mean of yes and no. `gain`: the mean over that of controls. `auc`: how the values tell facts from controls. */
  kind: 'share' | 'gain' | 'auc';
  aspect: Aspect;
  /** Unique, as tables and figures call it. */
  label: string;
  /** Of verbatim extraction: share of the text that is given. */
  prefix?: number;
}

/** What runs have values of: answers and log-probabilities by depth, membership by two scores, extraction by prefix. */
export function measuresOf(runs: readonly DosedRun[]): Measure[] {
  const known = new Set(runs.flatMap(({ values }) => [...values.keys()]));
  const byDepth = (name: (depth: string) => string, kind: Measure['kind'], aspect: Aspect): Measure[] =>
    depths.map((depth) => ({ name: name(depth), kind, aspect, label: name(depth) }));
  const area = (name: string, score: string): Measure => ({
    ...{ name, kind: 'auc', aspect: 'membership', label: `AUC of ${score}` },
  });
  const prefixes = [...new Set(runs.flatMap((run) => run.prefixes))].sort((a, b) => a - b);
  const all: Measure[] = [
    ...byDepth(names.answers, 'share', 'answers'),
    area(names.text, 'loss'),
    area(names.leastProbable, 'Min-K%'),
    ...prefixes.map((prefix): Measure => {
      const name = names.verbatim(prefix);
      return { name, kind: 'share', aspect: 'verbatim', label: name, prefix };
    }),
    { name: names.text, kind: 'gain', aspect: 'log-probability', label: names.text },
    ...byDepth(names.logProbability, 'gain', 'log-probability'),
  ];
  return all.filter(({ name }) => known.has(name));
}

/** The measure of verbatim extraction whose prefix is nearest to half of the text. */
export const verbatimAfterHalf = (measures: readonly Measure[]): Measure | undefined =>
  measures
    .filter(({ prefix }) => prefix !== undefined)
    .sort((a, b) => Math.abs(a.prefix! - 0.5) - Math.abs(b.prefix! - 0.5))[0];
