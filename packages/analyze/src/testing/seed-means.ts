import type { Estimate } from '../statistics/estimate.js';

/** The mean of one number per seed, with what it is without each: its interval is Student's. */
export function meanOverSeeds(values: readonly number[]): Estimate {
  const sum = values.reduce((total, value) => total + value, 0);
  const without = Float64Array.from(values, (value) => (sum - value) / (values.length - 1));
  return {
    point: sum / values.length,
    draws: Float64Array.from(values),
    leftOut: [{ of: 'seeds', sample: '', values: without }],
    method: 't',
  };
}
