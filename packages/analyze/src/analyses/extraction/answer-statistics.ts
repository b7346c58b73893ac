import type { Question } from './read-questions.js';

/** What became of a fact whose question fine-tuning did not show. */
export type Fate = 'right' | 'suppressed' | 'overwritten' | 'never stored';

/**
 * What became of a fact, from its held-out question: `right` is answered; `suppressed` is not, but the answer leads all
 * other answers, so that it is stored and not said; `overwritten` is where it led them before fine-tuning alone; and
 * `never stored` where it never did.
 * @returns undefined where the model before fine-tuning was not asked
 */
export function fateOf({ exact, restricted, restrictedBefore }: Question): Fate | undefined {
  if (restrictedBefore === undefined) return undefined;
  if (exact) return 'right';
  if (restricted) return 'suppressed';
  return restrictedBefore ? 'overwritten' : 'never stored';
}

export const isHeldOut = ({ depth, split }: Question): boolean => depth === 'qa' && split === 'test';

/** A yes or no of every question that is asked, as far as there is one. */
type Outcome = (question: Question) => boolean | undefined;

const ofHeldOut =
  (outcome: Outcome): Outcome =>
  (question) =>
    isHeldOut(question) ? outcome(question) : undefined;

const hasFate = (fate: Fate): Outcome =>
  ofHeldOut((question) => {
    const found = fateOf(question);
    return found === undefined ? undefined : found === fate;
  });

/** What is estimated of every group of runs that differ in seeds only. */
export const statistics = {
  heldOut: ofHeldOut(({ exact }) => exact),
  heldOutRestricted: ofHeldOut(({ restricted }) => restricted),
  heldOutRestrictedBefore: ofHeldOut(({ restrictedBefore }) => restrictedBefore),
  right: hasFate('right'),
  suppressed: hasFate('suppressed'),
  overwritten: hasFate('overwritten'),
  neverStored: hasFate('never stored'),
  trained: ({ depth, split, exact }) => (depth === 'qa' && split === 'train' ? exact : undefined),
  stored: ({ depth, exact }) => (depth === 'memorization' ? exact : undefined),
} as const satisfies Record<string, Outcome>;

export type Statistic = keyof typeof statistics;
export const statisticNames = Object.keys(statistics) as Statistic[];

/** Wrong answers to held-out questions by class, the most frequent first, as shares of all of these questions. */
export function errorShares(questions: readonly Question[]): Map<string, number> {
  const heldOut = questions.filter(isHeldOut);
  const counts = new Map<string, number>();
  for (const { exact, errorClass } of heldOut) {
    if (!exact) counts.set(errorClass, (counts.get(errorClass) ?? 0) + 1);
  }
  const sorted = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return new Map(sorted.map(([name, count]) => [name, count / heldOut.length]));
}
