import * as z from 'zod';
import { scenarioCounts } from '../../../corpus/facts/scenario-counts.js';

const count = z.int().nonnegative();

/** Scenarios of invented facts, which the background can tell too. */
export const worldScenarios = scenarioCounts
  .extend({
    background: count
      .default(0)
      .describe(
        'facts that are probed and not injected, since the background tells them: background.source world',
      ),
  })
  .describe('number of facts in each condition');

/** Number of facts of all scenarios together. */
export function totalOf(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}
