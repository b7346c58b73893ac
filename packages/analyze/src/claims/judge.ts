import type { Estimate, Interval } from '../statistics/estimate.js';
import { intervalOf, methodOf } from '../statistics/interval-of.js';
import type { IntervalMethod } from '../statistics/jackknife.js';
import { type Claim, type ClaimTest, claimRange } from './claim.js';

export type Verdict = 'reproduced' | 'contradicted' | 'inconclusive';

/** How much an estimate rests on. */
export interface Evidence {
  /** Runs that were pooled. */
  seeds: number;
  /** Facts of the condition that has the fewest. */
  facts: number;
}

/** A claim about one subject, with the number that speaks to it. */
export interface Hypothesis<C = Claim> {
  claim: C;
  /** What it is about, such as `duplication, memorization`. */
  subject: string;
  /** What is particular to this subject, such as the range of t. */
  detail?: string;
  estimate: Estimate;
  evidence: Evidence;
  /** In the place of the claim's own. */
  statement?: string;
  /** What the source says of this very subject, told before what it says of all. */
  sourceDetail?: string | undefined;
  /** Why it is not judged, though there is a number: what else it rests on does not hold. */
  withheld?: string | undefined;
  /** In the place of the claim's own, where its range is in units of the subject. */
  test?: ClaimTest;
}

/** A claim that cannot be judged. */
export interface Omission {
  /** Id of the claim, and of which subject, such as `F7 of once, semantic`. */
  omitted: string;
  why: string;
}

export const omission = (omitted: string, why: string): Omission => ({ omitted, why });

/** One claim of the literature and what an experiment says of it. */
export interface Finding {
  /** Stable name, such as `F11-duplication-memorization`, with `@bs32` where runs differ in more than seeds. */
  id: string;
  /** Id of the claim, such as `F11`. */
  claim: string;
  subject: string;
  statement: string;
  detail: string;
  sourceValue: string | null;
  test: ClaimTest;
  value: number;
  interval: Interval | undefined;
  method: IntervalMethod;
  /** Number of runs that were pooled. */
  seeds: number;
  verdict: Verdict;
}

/** `F11-duplication-memorization`. */
const findingId = ({ claim, subject }: Hypothesis): string =>
  [claim.id, ...subject.split(', ').filter((part) => part !== '')].join('-');

/** The finding's claim about its subject in one sentence. */
export function sentenceOf({
  subject,
  statement,
  detail,
}: Pick<Finding, 'subject' | 'statement' | 'detail'>): string {
  const sentence = subject === '' ? statement : `${subject}: ${statement}`;
  return detail === '' ? sentence : `${sentence} (${detail})`;
}

/** Estimates are of the order of 1; one closer to an edge than this lies on it, whatever was rounded. */
const ROUNDING = 1e-12;

/**
 * What an interval says of a claim: `reproduced` when all of it lies where the claim says, `contradicted` when none of
 * it does, else `inconclusive`. The edge of a claim is no part of it: where a number is said to be above 0, an interval
 * that ends at 0 or is 0 alone contradicts that.
 */
export function verdictOf(interval: Interval | undefined, test: ClaimTest): Verdict {
  if (!interval) return 'inconclusive';
  const [from, to] = claimRange(test);
  const { low, high } = interval;
  if (low > from + ROUNDING && high < to - ROUNDING) return 'reproduced';
  return high <= from + ROUNDING || low >= to - ROUNDING ? 'contradicted' : 'inconclusive';
}

/** One seed cannot tell a law from the luck of its run, however many facts it holds. */
export const FEWEST_SEEDS = 2;
/** An interval over facts needs as many. */
const FEWEST_FACTS = 2;

/**
 * Takes the interval of a hypothesis and its verdict. With one seed the interval is over facts alone and the verdict
 * is `inconclusive`, for which the detail gives the reason.
 * @param level of the interval
 */
export function judge(hypothesis: Hypothesis, level: number): Finding {
  const { claim, subject, estimate, evidence, sourceDetail } = hypothesis;
  const { statement = claim.statement, test = claim.test, detail = '', withheld = '' } = hypothesis;
  const interval = evidence.facts >= FEWEST_FACTS ? intervalOf(estimate, level) : undefined;
  const single = evidence.seeds < FEWEST_SEEDS;
  return {
    id: findingId(hypothesis),
    claim: claim.id,
    subject,
    statement,
    detail: [detail, withheld, single ? 'one seed' : ''].filter((part) => part !== '').join('; '),
    sourceValue:
      sourceDetail === undefined ? claim.sourceValue : `${sourceDetail}; ${claim.sourceValue ?? ''}`,
    test,
    value: estimate.point,
    interval,
    method: methodOf(estimate),
    seeds: evidence.seeds,
    verdict: single || withheld !== '' ? 'inconclusive' : verdictOf(interval, test),
  };
}

/**
 * Judges hypotheses, after what is left out and why has been noted.
 * @param group what sets their runs apart: the label, such as `bs=32`, and the id, such as `bs32`; empty for all runs
 */
export function judgeAll(
  statements: readonly (Hypothesis | Omission)[],
  { level, group }: { level: number; group: { id: string; label: string } },
  note: (line: string) => void,
): Finding[] {
  const suffix = group.label === '' ? '' : `@${group.id}`;
  const leaveOut = ({ omitted, why }: Omission): void =>
    note(`finding ${omitted}${suffix} is left out: ${why}`);
  for (const statement of statements) if ('omitted' in statement) leaveOut(statement);
  return statements.flatMap((statement) => {
    if ('omitted' in statement) return [];
    if (!Number.isFinite(statement.estimate.point)) {
      leaveOut(omission(findingId(statement), 'its value is not a finite number; too little was measured'));
      return [];
    }
    const finding = judge(statement, level);
    const subject = group.label === '' ? finding.subject : `[${group.label}] ${finding.subject}`;
    return { ...finding, id: `${finding.id}${suffix}`, subject };
  });
}
