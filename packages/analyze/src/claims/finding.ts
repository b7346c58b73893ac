import type { Estimate, Interval } from '../statistics/estimate.js';
import type { IntervalMethod } from '../statistics/jackknife.js';
import type { Claim, ClaimKind, ClaimTest } from './claim.js';
import type { Power } from './power.js';
import type { Strength } from './verdict.js';
import type { Verdict } from './verdicts.js';

/** One claim of the literature about one subject, and the number that speaks to it. */
interface Told {
  /** Stable name, such as `F11-duplication-memorization`, with `@bs32` where runs differ in more than seeds. */
  id: string;
  /** Id of the claim, such as `F11`. */
  claim: string;
  /** What tells variants of one id apart. */
  where: string | undefined;
  kind: ClaimKind;
  /** What a first test had to show before this one was made. */
  given: string | undefined;
  subject: string;
  statement: string;
  /** What the claim says, for readers who do not know the terms. */
  words: string;
  detail: string;
  sourceValue: string | null;
  /** Of the value; empty for a pure number. */
  unit: string;
  test: ClaimTest;
  /** Whether outside that range ours differs, and contradicts nothing. */
  constant: boolean;
  value: number;
  interval: Interval | undefined;
  method: IntervalMethod;
  /** Number of runs that were pooled. */
  seeds: number;
  /** p-value by itself; undefined where no test is made: too few seeds, no interval, or a prediction. */
  p: number | undefined;
}

/** A claim by itself, before its experiment is looked at as a whole. */
export interface Judged extends Told {
  estimate: Estimate;
  /** What its interval alone says. */
  verdict: Verdict;
  /** Why it is not tested, though there is a number. */
  unjudged: string | undefined;
}

/** A test that a first test, or the data themselves, kept from being made: it counts as one that found nothing. */
export interface Withheld {
  withheld: Pick<Claim, 'id' | 'kind'>;
}

/** What being one of many tests makes of a p-value. */
export interface Corrected {
  /** Tests that are corrected together, such as `arXiv 2406.11813, primary`. */
  family: string;
  /** How many they are, withheld ones included. */
  tests: number;
  /** Holm's adjusted p-value of a primary claim, the q-value of any other. */
  p: number;
  /** The largest p-value by itself that would have given a verdict. */
  threshold: number;
}

/** What an experiment says of a claim. */
export interface Finding extends Told {
  /** Undefined where no test is made. */
  corrected: Corrected | undefined;
  /** Undefined for predictions. */
  verdict: Verdict | undefined;
  /** Of a verdict that says something. */
  strength: Strength | undefined;
  /** Why a claim is inconclusive; else empty. */
  reason: string;
  /** What the experiment could have seen; undefined where no test is made. */
  power: Power | undefined;
}

/** The finding's claim about its subject in one sentence. */
export function sentenceOf({
  subject,
  statement,
  detail,
  given,
}: Pick<Finding, 'subject' | 'statement' | 'detail' | 'given'>): string {
  const sentence = subject === '' ? statement : `${subject}: ${statement}`;
  const particulars = [detail, given === undefined ? '' : `given that ${given}`].filter(
    (part) => part !== '',
  );
  return particulars.length === 0 ? sentence : `${sentence} (${particulars.join('; ')})`;
}
