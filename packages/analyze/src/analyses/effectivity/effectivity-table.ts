import { defineTable, float64, int32, nullable, utf8 } from '@lethe/contracts';
import { condition, depth, group, intervalMethod, NATS } from '../../analysis/table-columns.js';

export const effectivityTable = defineTable({
  name: 'effectivity',
  version: 1,
  rows: 'one condition, depth and encounter, by one way to take the gain',
  format: 'file',
  columns: {
    group: group(),
    condition: condition(),
    depth: depth(),
    encounter: int32('1 for the first injection'),
    estimate: utf8(
      'published: largest log-probability of the window minus before, without outliers; cross_fitted: at the lag that other facts chose, net of controls where there are any; twin: the same, net of the same probes in the twin',
    ),
    mean: float64(`mean gain, ${NATS}`),
    low: nullable(float64('lower end of its interval')),
    high: nullable(float64('upper end of its interval')),
    lag: nullable(float64('mean updates from the encounter to where the gain is read; null as published')),
    facts: int32('number of facts'),
    interval_method: intervalMethod(),
  },
});
