import { defineTable, float64, int32, nullable, utf8 } from '@lethe/contracts';
import { condition, depth, group } from '../../analysis/table-columns.js';

export const seedVarianceTable = defineTable({
  name: 'seed_variance',
  version: 1,
  rows: 'one part of the variance of one number over runs that cross several kinds of seeds',
  format: 'file',
  columns: {
    run: group(),
    condition: condition(),
    depth: depth(),
    measure: utf8('effectivity or decay, both net of controls'),
    mean: float64('of the number over the runs, nats per token or share of the gain per decade'),
    seeds: utf8('label of the seeds: ds (data), ts (training), rs (rotation); rest for all else'),
    levels: int32('values of the seeds; runs for the rest'),
    variance: float64('component of variance, by analysis of variance; 0 where it would be negative'),
    low: float64('lower end of its interval (Williams 1962, Tukey 1951)'),
    high: float64('upper end of its interval'),
    share: float64('of the sum of all components'),
    p: nullable(float64('of no variance, by F; null for the rest')),
  },
});
