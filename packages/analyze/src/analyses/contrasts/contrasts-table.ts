import { defineTable, float64, int32, nullable, utf8 } from '@lethe/contracts';
import { intervalMethod } from '../../analysis/table-columns.js';

export const contrastsTable = defineTable({
  name: 'contrasts',
  version: 1,
  rows: 'how one quantity differs between two neighbouring settings, or its slope over all of a swept number',
  format: 'file',
  columns: {
    axis: utf8('label of the sweep; interval or scenario where conditions of the same runs are compared'),
    options: utf8('options that differ, such as data.order.batchSize'),
    among: utf8('what they share of other swept values; empty for none'),
    condition: utf8('scenario of injection; empty for whole runs and where scenarios are compared'),
    depth: utf8('probe depth; empty for whole runs'),
    quantity: utf8('what is compared'),
    unit: utf8('of the values; of a slope, per doubling of the swept number'),
    kind: utf8('difference, or slope per doubling over all values'),
    first: utf8('value of the axis that is subtracted, or the smallest'),
    last: utf8('value of the axis from which it is subtracted, or the largest'),
    first_value: float64('the quantity at the first'),
    last_value: float64('the quantity at the last'),
    contrast: float64('the difference, last minus first, or the slope'),
    low: nullable(float64('lower end of its interval over seeds and facts')),
    high: nullable(float64('upper end of its interval')),
    interval_method: intervalMethod(),
    p_value: nullable(
      float64('two-sided, of no difference: one minus the largest level whose interval misses 0'),
    ),
    permutation_p: nullable(float64('two-sided, of a permutation test on jackknife pseudo-values')),
    permuted: nullable(utf8('what that test takes as exchangeable: seeds or facts')),
    seeds: int32('fewest runs behind a value'),
    pairing: utf8('what the settings share and is paired: seeds and facts, seeds, facts or none'),
  },
});
