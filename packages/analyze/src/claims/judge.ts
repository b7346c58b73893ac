import type { Estimate } from '../statistics/estimate.js';
import { intervalOf, methodOf } from '../statistics/interval-of.js';
import type { Claim, ClaimTest } from './claim.js';
import type { Judged, Withheld } from './finding.js';
import { claimPValue, FEWEST_SEEDS, verdictOf } from './verdict.js';

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
  /** In the place of the claim's own, for subjects that are beside the primary one. */
  kind?: 'secondary';
  /** In the place of the claim's own. */
  statement?: string;
  /** What the source says of this very subject, told before what it says of all. */
  sourceDetail?: string | undefined;
  /** Why it is not judged, though there is a number: what else it rests on does not hold. */
  unjudged?: string | undefined;
  /** In the place of the claim's own, where its range is in units of the subject. */
  test?: ClaimTest;
}

/** A claim that cannot be judged. */
export interface Omission<C = never> {
  /** Id of the claim, and of which subject, such as `F7 of once, semantic`. */
  omitted: string;
  why: string;
  /** Where the data and not the design left it out: then it counts as a test that found nothing. */
  withheld?: Pick<Hypothesis<C>, 'claim' | 'evidence'>;
}

/** A claim that the design of the experiment leaves out. */
export const omission = (omitted: string, why: string): Omission => ({ omitted, why });

/** A claim that is not tested because of what a first test of the same data showed. */
export const withheld = <const C>(
  omitted: string,
  why: string,
  { claim, evidence }: Pick<Hypothesis<C>, 'claim' | 'evidence'>,
): Omission<C> => ({ omitted, why, withheld: { claim, evidence } });

/** `F11-duplication-memorization`. */
const findingId = ({ claim, subject }: Hypothesis): string =>
  [claim.id, ...subject.split(', ').filter((part) => part !== '')].join('-');

/** An interval over facts needs as many. */
const FEWEST_FACTS = 2;

const isTested = (claim: Claim, { seeds, facts }: Evidence): boolean =>
  claim.kind !== 'prediction' && seeds >= FEWEST_SEEDS && facts >= FEWEST_FACTS;

/**
 * Takes the interval of a hypothesis, its p-value and what it says by itself. With fewer than three seeds no test is
 * made, whatever the interval: from one seed it is over facts alone.
 * @param level of the interval
 */
export function judge(hypothesis: Hypothesis, level: number): Judged {
  const { claim, subject, estimate, evidence, sourceDetail } = hypothesis;
  const { statement = claim.statement, test = claim.test, detail = '', unjudged } = hypothesis;
  const { kind = claim.kind ?? 'secondary' } = hypothesis;
  const interval = evidence.facts >= FEWEST_FACTS ? intervalOf(estimate, level) : undefined;
  const tested = unjudged === undefined && isTested(claim, evidence);
  return {
    id: findingId(hypothesis),
    claim: claim.id,
    where: claim.where,
    kind,
    given: claim.given,
    subject,
    statement,
    words: claim.words,
    detail,
    sourceValue:
      sourceDetail === undefined ? claim.sourceValue : `${sourceDetail}; ${claim.sourceValue ?? ''}`,
    unit: claim.unit,
    test,
    constant: claim.constant ?? false,
    estimate,
    value: estimate.point,
    interval,
    method: methodOf(estimate),
    seeds: evidence.seeds,
    p: tested ? claimPValue(estimate, test) : undefined,
    verdict: tested ? verdictOf(interval, test, claim.constant) : 'inconclusive',
    unjudged,
  };
}

/**
 * Judges hypotheses one by one, after what is left out and why has been noted.
 * @param group what sets their runs apart: the label, such as `bs=32`, and the id, such as `bs32`; empty for all runs
 */
export function judgeAll(
  statements: readonly (Hypothesis | Omission<Claim>)[],
  { level, group }: { level: number; group: { id: string; label: string } },
  note: (line: string) => void,
): (Judged | Withheld)[] {
  const suffix = group.label === '' ? '' : `@${group.id}`;
  const leaveOut = ({ omitted, why, withheld }: Omission<Claim>): Withheld[] => {
    const counts = withheld !== undefined && isTested(withheld.claim, withheld.evidence);
    note(
      `finding ${omitted}${suffix} is left out: ${why}${counts ? '; it counts as a test that found nothing' : ''}`,
    );
    return counts ? [{ withheld: withheld.claim }] : [];
  };
  const omissions = statements.flatMap((statement) => ('omitted' in statement ? leaveOut(statement) : []));
  const judged = statements.flatMap((statement): (Judged | Withheld)[] => {
    if ('omitted' in statement) return [];
    if (!Number.isFinite(statement.estimate.point)) {
      const why = 'its value is not a finite number; too little was measured';
      return leaveOut({ omitted: findingId(statement), why, withheld: statement });
    }
    const finding = judge(statement, level);
    const subject = group.label === '' ? finding.subject : `[${group.label}] ${finding.subject}`;
    const counts = finding.unjudged !== undefined && isTested(statement.claim, statement.evidence);
    const untested = counts ? [{ withheld: { id: finding.claim, kind: finding.kind } }] : [];
    return [{ ...finding, id: `${finding.id}${suffix}`, subject }, ...untested];
  });
  return [...omissions, ...judged];
}
