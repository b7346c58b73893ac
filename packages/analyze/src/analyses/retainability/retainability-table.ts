import { defineTable, float64, int32 } from '@lethe/contracts';
import { condition, depth, intervalMethod, run } from '../../analysis/table-columns.js';

export const retainabilityTable = defineTable({
  name: 'retainability',
  version: 2,
  rows: 'one condition and depth, t steps after the last local acquisition maximum',
  format: 'file',
  columns: {
    run: run(),
    condition: condition(),
    depth: depth(),
    t: int32('steps since the last local acquisition maximum'),
    mean: float64('mean share of the gain that is left'),
    low: float64('lower end of the cluster-bootstrap interval'),
    high: float64('upper end of the cluster-bootstrap interval'),
    facts: int32('number of facts'),
    interval_method: intervalMethod(),
  },
});
