import { combine } from '../../bootstrap/estimate.js';
import { type Draft, stating } from '../../claims/claim.js';
import { forgettingClaims } from '../../findings/forgetting-claims.js';
import { formatValue } from '../../format-value.js';
import type { LongTail, LongTailSettings } from './predict-long-tail.js';

/**
 * F22: of facts as popular as Zipf's law has it, most come too seldom to accumulate. F23: deduplication helps, since
 * texts in the place of copies come before the last gain is gone. Both are predictions from fitted traces.
 */
export function longTailFindings(tails: readonly LongTail[], settings: LongTailSettings): Draft[] {
  const { facts, exponent, perStep, share, knownAt, duplicates } = settings;
  const world = `predicted from traces; ${facts.toLocaleString('en')} facts, Zipf exponent ${exponent}, ${perStep} ${perStep === 1 ? 'text' : 'texts'} per step, evenly spaced`;
  return tails.flatMap(({ fit, logThreshold, accumulating, known }): Draft[] => {
    const common = {
      subject: `${fit.cell.condition}, ${fit.cell.depth}`,
      conditions: [fit.cell.condition],
    };
    return [
      {
        ...common,
        ...stating(forgettingClaims.F22),
        detail: `${world}; threshold 10^${formatValue(logThreshold.point)} steps, where ${share} of a gain is left`,
        estimate: accumulating.none,
      },
      {
        ...common,
        ...stating(forgettingClaims.F23),
        detail: `${world}; ${duplicates.copies} copies of each; known from ${knownAt === 1 ? 'the gain of one encounter' : `${knownAt} gains`} on`,
        estimate: combine((after, before) => after - before, known.refill, known.none),
      },
    ];
  });
}
