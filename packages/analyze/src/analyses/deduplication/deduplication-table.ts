import { defineTable, float64, int32, nullable, utf8 } from '@lethe/contracts';
import { depth, intervalMethod, NATS } from '../../analysis/table-columns.js';

export const deduplicationTable = defineTable({
  name: 'deduplication',
  version: 1,
  rows: 'what is recalled at the end of training of the facts of one scenario in one arm, by probes of one depth',
  format: 'file',
  columns: {
    among: utf8('swept values that the arms share; empty for none'),
    arm: utf8('raw, collapse or refill: what was done to the background'),
    run: utf8('run of the sweep, or name of the runs that differ in seeds only'),
    condition: utf8('scenario of the facts; empty for all facts that are told'),
    depth: depth(),
    encounters: float64('geometric mean of the training steps at which a fact is met'),
    log_probability: float64(`mean log-probability minus that of controls where there are any, ${NATS}`),
    low: nullable(float64('lower end of its interval')),
    high: nullable(float64('upper end of its interval')),
    exact_match: nullable(float64('share of answers that match exactly; null where none were generated')),
    minus_raw: nullable(float64(`log_probability minus that of the raw arm, ${NATS}; null for that arm`)),
    minus_raw_low: nullable(float64('lower end of its interval')),
    minus_raw_high: nullable(float64('upper end of its interval')),
    interval_method: intervalMethod(),
    seeds: int32('runs of the arm'),
    pairing: utf8('what arms share and is paired: seeds and facts, facts or none'),
  },
});
