import { defineTable, float64, int32, nullable, utf8 } from '@lethe/contracts';
import { depth, group, intervalMethod, NATS } from '../../analysis/table-columns.js';

export const frequencyTable = defineTable({
  name: 'frequency',
  version: 1,
  rows: 'what is recalled at the end of training of facts that the background tells about equally often, by probes of one depth',
  format: 'file',
  columns: {
    run: group(),
    depth: depth(),
    from: int32('fewest encounters of a fact of the row; 0 for controls'),
    to: int32('most encounters: bins are powers of two'),
    encounters: float64('geometric mean of the encounters; 0 for controls'),
    facts: int32('facts, counted in each run'),
    log_probability: float64(`mean log-probability minus that of controls where there are any, ${NATS}`),
    low: nullable(float64('lower end of its interval')),
    high: nullable(float64('upper end of its interval')),
    exact_match: nullable(float64('share of answers that match exactly; null where none were generated')),
    exact_match_low: nullable(float64('lower end of its interval, exact where that of the row is t')),
    exact_match_high: nullable(float64('upper end of its interval')),
    interval_method: intervalMethod(),
    conditions: utf8('scenarios of the facts'),
  },
});
