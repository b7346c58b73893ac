import { defineTable, float64, int32, nullable, utf8 } from '@lethe/contracts';
import { verdicts } from './verdicts.js';

export const findingsTable = defineTable({
  name: 'findings',
  version: 4,
  rows: 'one claim and what the experiment says of it',
  format: 'file',
  columns: {
    finding_id: utf8('stable name of the finding'),
    claim: utf8('id of the claim, such as F11'),
    variant: nullable(utf8('what tells variants of one id apart')),
    subject: utf8('what it is about, such as duplication, memorization; empty where there is one'),
    statement: utf8('the claim about its subject in one sentence'),
    words: utf8('what the claim says, for readers who do not know the terms'),
    detail: utf8('what holds for this subject only; may be empty'),
    kind: utf8('primary, secondary or prediction'),
    given: nullable(utf8('what a first test had to show before this one was made')),
    source_value: nullable(utf8('what the source reports')),
    claimed_from: nullable(float64('lower edge of where the claim holds; null for none')),
    claimed_to: nullable(float64('upper edge; null for none')),
    our_value: nullable(float64('our estimate')),
    unit: utf8('its unit; empty for a pure number'),
    low: nullable(float64('lower end of its interval')),
    high: nullable(float64('upper end of its interval')),
    interval_method: nullable(utf8('t, percentile, bca or exact; null without an interval')),
    p: nullable(float64('two-sided p-value of the edge of the claim, by itself; null where no test is made')),
    adjusted_p: nullable(
      float64("Holm's adjusted p-value of a primary claim, false discovery rate (q) of a secondary one"),
    ),
    family: nullable(utf8('which tests are corrected together: paper and kind')),
    family_tests: nullable(int32('how many they are, those included that a first test kept from being made')),
    seeds: int32('number of runs with different seeds behind the estimate'),
    verdict: nullable(
      utf8(`${verdicts.slice(0, -1).join(', ')} or ${verdicts.at(-1)}; null for predictions`),
    ),
    strength: nullable(utf8('of a verdict: weak with 3 or 4 seeds, strong from 5 on; null if inconclusive')),
    reason: nullable(utf8('why the verdict is inconclusive')),
    distance: nullable(float64('from our estimate to the nearest edge of the claim')),
    detectable: nullable(
      float64('smallest distance from an edge that would give a verdict with a power of 80 %'),
    ),
    seeds_needed: nullable(
      int32('about how many seeds would see our distance with that power; null beyond 100'),
    ),
  },
});
