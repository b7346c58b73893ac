import { defineTable, float64, int32, nullable, utf8 } from '@lethe/contracts';
import { depth, group, intervalMethod, NATS } from '../../analysis/table-columns.js';

export const spillOverTable = defineTable({
  name: 'spill_over',
  version: 1,
  rows: 'controls of one depth in one period, against the same facts in the twin',
  format: 'file',
  columns: {
    group: group(),
    depth: depth(),
    period: utf8('windows: within the windows of encounters of other facts; after: after the last of them'),
    mean: float64(
      `log-probability of controls minus that of the same facts in the twin, less that before the first injection, ${NATS}`,
    ),
    low: nullable(float64('lower end of its interval')),
    high: nullable(float64('upper end of its interval')),
    facts: int32('number of controls'),
    interval_method: intervalMethod(),
  },
});
