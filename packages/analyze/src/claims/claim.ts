import { type IntervalMethod, intervalOf, methodOf } from '../bootstrap/bca-interval.js';
import type { Estimate, Interval } from '../bootstrap/estimate.js';

/** Where a claim says that a number lies. */
export type ClaimTest = { above: number } | { below: number } | { between: readonly [number, number] };

/** What a source says, as data: what is measured, and where it is said to lie. */
export interface Claim {
  /** Number in the list of testable findings, such as `F11`. */
  readonly id: string;
  /** What tells variants of one id apart, such as `composition`. */
  readonly where?: string;
  /** What is said of every subject, in a sentence without its full stop. */
  readonly statement: string;
  /** Paper and section. */
  readonly source: string;
  /** What the source found; null where it gives nothing. */
  readonly sourceValue: string | null;
  /** The number that is estimated, in words, with its unit. */
  readonly estimand: string;
  readonly test: ClaimTest;
}

export type Verdict = 'reproduced' | 'contradicted' | 'inconclusive';

/** A claim about some facts, before its interval is taken. */
export interface Draft {
  /** Number of the claim in the list of testable findings, such as `F11`. */
  number: string;
  /** What it is about, such as `duplication, memorization`. */
  subject: string;
  /** What is said of every such subject. */
  topic: string;
  /** What is particular to this subject, such as the range of t; empty for nothing. */
  detail: string;
  sourceValue: string | null;
  estimate: Estimate;
  test: ClaimTest;
  /** Conditions whose facts it rests on. */
  conditions: readonly string[];
}

/** One claim of the literature and what an experiment says of it. */
export interface Finding extends Omit<Draft, 'estimate' | 'conditions'> {
  /** Stable name, such as `F11-duplication-memorization`, with `@bs32` where runs differ in more than seeds. */
  id: string;
  value: number;
  interval: Interval | undefined;
  method: IntervalMethod;
  /** Number of runs that were pooled. */
  seeds: number;
  verdict: Verdict;
}

/** What every draft takes from its claim. */
export const stating = ({
  id,
  statement,
  sourceValue,
  test,
}: Claim): Pick<Draft, 'number' | 'topic' | 'sourceValue' | 'test'> => ({
  number: id,
  topic: statement,
  sourceValue,
  test,
});

/** `F11-duplication-memorization`. */
export const draftId = ({ number, subject }: Pick<Draft, 'number' | 'subject'>): string =>
  [number, ...subject.split(', ').filter((part) => part !== '')].join('-');

/** The claim in one sentence. */
export function statementOf({ subject, topic, detail }: Pick<Draft, 'subject' | 'topic' | 'detail'>): string {
  const sentence = subject === '' ? topic : `${subject}: ${topic}`;
  return detail === '' ? sentence : `${sentence} (${detail})`;
}

/** Numbers of findings are of the order of 1; what is nearer to an edge than this lies on it, whatever was rounded. */
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

/** The open range of numbers for which a claim holds. */
export function claimRange(test: ClaimTest): [number, number] {
  if ('above' in test) return [test.above, Number.POSITIVE_INFINITY];
  if ('below' in test) return [Number.NEGATIVE_INFINITY, test.below];
  return [test.between[0], test.between[1]];
}

/** One seed cannot tell a law from the luck of its run, however many facts it holds. */
export const FEWEST_SEEDS = 2;

/**
 * Takes the interval and the verdict of a draft. With one seed the interval is over facts alone and the
 * verdict is `inconclusive`, for which the detail gives the reason.
 * @param factsOf number of facts of a condition: an interval over facts needs two
 * @returns undefined where the value is not a finite number
 */
export function concludeDraft(
  draft: Draft,
  seeds: number,
  level: number,
  factsOf: (condition: string) => number,
): Finding | undefined {
  const { estimate, conditions, ...rest } = draft;
  if (!Number.isFinite(estimate.point)) return undefined;
  const enough = conditions.every((condition) => factsOf(condition) >= 2);
  const interval = enough ? intervalOf(estimate, level) : undefined;
  const single = seeds < FEWEST_SEEDS;
  const verdict = single ? 'inconclusive' : verdictOf(interval, draft.test);
  const detail = [draft.detail, single ? 'one seed' : ''].filter((part) => part !== '').join('; ');
  const method = methodOf(estimate);
  return { ...rest, id: draftId(draft), detail, value: estimate.point, interval, method, seeds, verdict };
}
