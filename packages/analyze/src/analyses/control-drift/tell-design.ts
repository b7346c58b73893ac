import type { FindingRow } from '../../claims/finding-rows.js';
import { formatValue } from '../../statistics/format-value.js';
import { MOST_DRIFT } from './control-drift-claims.js';

/** Whether an experiment measures forgetting against a model that stands still. */
export interface ToldDesign {
  /** The claim whose findings say so. */
  claim: string;
  holds: boolean;
  /** What was found and what it means, in sentences without a full stop at the end. */
  statement: string;
}

const CLAIM = 'F24';
/** Published retention, which takes controls to stand still. */
const PUBLISHED = ['F10', 'F11'];

/**
 * Tells from findings what controls do from the last encounter to the last measurement, and what follows.
 * @returns undefined where nothing was injected, or no retention measured
 */
export function tellDesign(
  rows: readonly Pick<FindingRow, 'claim' | 'subject' | 'our_value'>[],
): ToldDesign | undefined {
  const checks = rows.flatMap(({ claim, subject, our_value }) =>
    claim === CLAIM && our_value !== null ? [{ subject, share: our_value }] : [],
  );
  if (checks.length === 0) {
    return rows.some(({ claim }) => PUBLISHED.includes(claim))
      ? {
          claim: CLAIM,
          holds: false,
          statement:
            'there are no controls. What the model forgets or learns in general counts as forgetting or keeping of facts; facts of the scenario control would tell',
        }
      : undefined;
  }
  const moving = checks.filter(({ share }) => !(Math.abs(share) <= MOST_DRIFT));
  const [least, most] = [Math.min, Math.max].map((of) =>
    formatValue(of(...checks.map(({ share }) => share))),
  );
  const where = checks.length === 1 ? checks[0]!.subject : `${checks.length} conditions and depths`;
  if (moving.length === 0) {
    const moves = least === most ? least : `between ${least} and ${most}`;
    return {
      claim: CLAIM,
      holds: true,
      statement: `controls stay put. From the last encounter to the last measurement they move by ${moves} of the gain (${where}), within a tenth, so that forgetting is that of the facts`,
    };
  }
  const worst = moving.reduce((a, b) => (Math.abs(b.share) > Math.abs(a.share) ? b : a));
  return {
    claim: CLAIM,
    holds: false,
    statement: `controls do not stay put. From the last encounter to the last measurement they move by more than a tenth of the gain in ${moving.length} of ${checks.length} conditions and depths, most in ${worst.subject} (${formatValue(worst.share)} of it). Published retention counts that as forgetting or keeping of facts: its claims are not judged there, those net of controls are`,
  };
}
