import { defineTable, float64, int32, nullable, utf8 } from '@lethe/contracts';
import { condition, depth, group, intervalMethod, NATS } from '../../analysis/table-columns.js';

export const longTailTable = defineTable({
  name: 'long_tail',
  version: 1,
  rows: 'a fact of some condition and depth whose texts come at some interval, and what fitted traces leave of it',
  format: 'file',
  columns: {
    run: group(),
    condition: condition(),
    depth: depth(),
    decay: utf8('law of the traces, as in the table traces'),
    process: utf8('fixed: one of a row of intervals; zipf: a rank of popularity'),
    deduplication: utf8('none, collapse (copies go) or refill (other texts take their place)'),
    interval: float64('mean steps between texts of the fact, before anything is removed'),
    rank: nullable(
      int32('rank of popularity, 1 for the most popular fact; null where the interval is fixed'),
    ),
    level: nullable(float64(`gain left just before a text in the long run, ${NATS}; null for no limit`)),
    low: nullable(float64('lower end of its interval')),
    high: nullable(float64('upper end of its interval')),
    accumulates: utf8('yes, no or undecided: whether texts come before the threshold'),
    log10_threshold: nullable(float64('log10 of the learnability threshold, steps')),
    log10_threshold_low: nullable(float64('lower end of its interval')),
    log10_threshold_high: nullable(float64('upper end of its interval')),
    seeds: int32('number of runs with different seeds'),
    interval_method: intervalMethod(),
  },
});
