import type { FindingRow } from '../claims/finding-rows.js';

/** A tested and reproduced finding of a primary claim. */
export const findingRow: FindingRow = {
  finding_id: 'F11n-duplication-memorization',
  claim: 'F11n',
  variant: null,
  subject: 'duplication, memorization',
  statement:
    'duplication, memorization: decay constant net of controls is within 0.14-0.26 per decade of updates (t = 1..800)',
  words: 'every tenfold time takes 14 to 26 % of what was gained, net of controls',
  detail: 't = 1..800',
  kind: 'primary',
  given: null,
  source_value: '0.25',
  claimed_from: 0.14,
  claimed_to: 0.26,
  our_value: 0.2109,
  unit: 'per decade',
  low: 0.2,
  high: 0.2251,
  interval_method: 't',
  p: 0.004,
  adjusted_p: 0.012,
  family: 'arXiv 2406.11813, primary',
  family_tests: 3,
  seeds: 3,
  verdict: 'reproduced',
  strength: 'weak',
  reason: null,
  distance: 0.0491,
  detectable: 0.04,
  seeds_needed: 3,
};

/** What a finding has that was not tested. */
export const untested = { p: null, adjusted_p: null, strength: null, detectable: null, distance: null };

/** What a finding of one seed has. */
export const ofOneSeed = {
  ...untested,
  seeds: 1,
  verdict: 'inconclusive',
  reason: 'one seed; a verdict needs 3',
} as const;
