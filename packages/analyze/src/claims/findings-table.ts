import { defineTable, float64, int32, nullable, utf8 } from '@lethe/contracts';

export const findingsTable = defineTable({
  name: 'findings',
  version: 2,
  rows: 'one claim and what the experiment says of it',
  format: 'file',
  columns: {
    finding_id: utf8('stable name of the claim'),
    statement: utf8('the claim in one sentence'),
    source_value: nullable(utf8('what the source reports')),
    our_value: nullable(float64('our estimate')),
    low: nullable(float64('lower end of its interval')),
    high: nullable(float64('upper end of its interval')),
    interval_method: nullable(utf8('t, percentile, bca or exact; null without an interval')),
    seeds: int32('number of runs with different seeds behind the estimate'),
    verdict: utf8('reproduced, contradicted or inconclusive'),
  },
});
