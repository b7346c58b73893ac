import type { GroupContext } from '../../analysis/contexts.js';
import { subjectOf } from '../../analysis/group-cells.js';
import type { Hypothesis } from '../../claims/judge.js';
import { difference, type Estimate, type Interval } from '../../statistics/estimate.js';
import { formatValue } from '../../statistics/format-value.js';
import { intervalOf } from '../../statistics/interval-of.js';
import type { LongTailOptions } from './long-tail-options.js';
import type { LongTail } from './predict-long-tail.js';

/** Their difference, whose interval reaches no further than shares do. */
function differenceOfShares(a: Estimate, b: Estimate): Estimate {
  const plain = difference(a, b);
  const interval = (level: number): Interval | undefined => {
    const ends = intervalOf(plain, level);
    return ends && { low: Math.max(-1, ends.low), high: Math.min(1, ends.high) };
  };
  return { ...plain, interval };
}

/**
 * Whether most facts that are as popular as Zipf's law has it come too seldom to accumulate, and whether deduplication
 * helps, since texts in the place of copies come before the last gain is gone. Both are predicted from fitted traces.
 */
export function longTailHypotheses(
  evidence: GroupContext['evidence'],
  tails: readonly LongTail[],
  options: LongTailOptions['longTail'],
): Hypothesis<'F22' | 'F23'>[] {
  const { facts, exponent, perStep, share, knownAt, duplicates } = options;
  const world = `predicted from traces; ${facts.toLocaleString('en')} facts, Zipf exponent ${exponent}, ${perStep} ${perStep === 1 ? 'text' : 'texts'} per step, evenly spaced`;
  return tails.flatMap(({ fit, logThreshold, accumulating, known }): Hypothesis<'F22' | 'F23'>[] => {
    const common = { subject: subjectOf(fit.cell), evidence: evidence(fit.cell.condition) };
    return [
      {
        ...common,
        claim: 'F22',
        detail: `${world}; threshold 10^${formatValue(logThreshold.point)} steps, where ${share} of a gain is left`,
        estimate: accumulating.none,
      },
      {
        ...common,
        claim: 'F23',
        detail: `${world}; ${duplicates.copies} copies of each; known from ${knownAt === 1 ? 'the gain of one encounter' : `${knownAt} gains`} on`,
        estimate: differenceOfShares(known.refill, known.none),
      },
    ];
  });
}
