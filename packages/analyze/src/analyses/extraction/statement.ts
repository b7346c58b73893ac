import { withheld } from '../../claims/judge.js';
import { difference, type Estimate } from '../../statistics/estimate.js';
import { formatValue } from '../../statistics/format-value.js';
import { shareDifference } from '../../statistics/share-interval.js';
import type { ExtractionGroup } from './extraction-group.js';

/** A claim about one group, or about two that differ in one thing. */
export interface Statement<ClaimKey extends string> {
  claim: ClaimKey;
  subject: string;
  detail?: string;
  /** Undefined where too little was asked; then nothing is claimed. */
  estimate: Estimate | undefined;
  /** Why a first test of the same answers leaves nothing to claim, and of which claim and subject. */
  withheld?: { omitted: string; why: string } | undefined;
  groups: readonly ExtractionGroup[];
}

/** Statements as hypotheses, each resting on the group that has the fewest seeds and facts. */
export function hypothesesOf<ClaimKey extends string>(statements: readonly Statement<ClaimKey>[]) {
  return statements.flatMap(({ claim, subject, detail = '', estimate, withheld: nothing, groups }) => {
    if (!estimate) return [];
    const seeds = Math.min(...groups.map((group) => group.seeds));
    const facts = Math.min(...groups.map((group) => group.facts));
    const evidence = { seeds, facts };
    if (nothing) return withheld<ClaimKey>(nothing.omitted, nothing.why, { claim, evidence });
    return { claim, subject, detail, estimate, evidence };
  });
}

/** `100 steps, after which 1 of the questions of fine-tuning is answered`. */
export const fineTuningText = ({ steps, shares }: Pick<ExtractionGroup, 'steps' | 'shares'>): string =>
  `${steps} steps, which teach ${formatValue(shares.trained.point)} of the questions of fine-tuning`;

/** One estimate minus another, where there are both; of exact shares with an interval for such. */
export function gap(a: Estimate | undefined, b: Estimate | undefined): Estimate | undefined {
  if (!a || !b) return undefined;
  return a.method === 'exact' && b.method === 'exact' ? shareDifference(a, b) : difference(a, b);
}
