import { defineTable, float64, int32, nullable } from '@lethe/contracts';
import { condition, depth, group, intervalMethod } from '../../analysis/table-columns.js';

export const answeredTable = defineTable({
  name: 'answered',
  version: 1,
  rows: 'the questions of a condition that a checkpoint answers',
  format: 'file',
  columns: {
    run: group(),
    condition: condition(),
    depth: depth(),
    updates: int32('updates done by the checkpoint'),
    facts: int32('facts, counted in each run'),
    questions: int32('questions, counted in each run'),
    answered: int32('questions whose greedy answer matches exactly'),
    share: float64('mean over facts of the share of their questions that are answered'),
    low: nullable(float64('lower end of its interval')),
    high: nullable(float64('upper end of its interval')),
    interval_method: intervalMethod(),
  },
});
