import { combine, type Estimate } from './estimate.js';
import type { LeftOut } from './jackknife.js';

/**
 * Applies a function to estimates of different groups of runs. Where groups have the same seeds and facts in the same
 * order, what they share cancels row by row (`combine`). Where they do not, every group varies by itself: each thing that
 * one of them leaves out leaves the others as they are, so that variances add up (Welch 1947). Intervals are of Student's
 * t: resamples of groups are drawn apart, and so are no pairs.
 * @param paired whether the same seeds and facts lie behind the same rows of all estimates
 */
export function combineGroups(
  apply: (...values: number[]) => number,
  estimates: readonly Estimate[],
  paired: boolean,
): Estimate {
  if (paired) return { ...combine(apply, ...estimates), method: 't' };
  // Resamples of different groups are drawn independently.
  const { point, draws } = combine(apply, ...estimates.map(({ point, draws }) => ({ point, draws })));
  if (!estimates.every(({ leftOut }) => leftOut)) return { point, draws };
  const points = estimates.map(({ point }) => point);
  const severalSeeds = estimates.some(hasSeeds);
  const leftOut = estimates.flatMap((estimate, g) =>
    // Of one seed beside several, facts are all that is known to vary.
    unitsOf(estimate, severalSeeds).map((group) => ({
      ...group,
      sample: `${g} ${group.sample}`,
      values: group.values.map((value) => apply(...points.with(g, value))),
    })),
  );
  return { point, draws, leftOut, method: 't' };
}

const hasSeeds = ({ leftOut = [] }: Estimate): boolean => leftOut.some(({ of }) => of === 'seeds');

function unitsOf(estimate: Estimate, severalSeeds: boolean): readonly LeftOut[] {
  const { leftOut = [] } = estimate;
  if (!severalSeeds || hasSeeds(estimate)) return leftOut;
  return leftOut.map((group) => (group.of === 'facts' ? { ...group, of: 'seeds' as const } : group));
}

/** An estimate that knows of some samples only: rows of other conditions' facts leave it as it is. */
export function withSamples(estimate: Estimate, samples: readonly string[]): Estimate {
  const { leftOut } = estimate;
  return leftOut
    ? { ...estimate, leftOut: leftOut.filter(({ sample }) => sample === '' || samples.includes(sample)) }
    : estimate;
}

/**
 * What each seed or fact would give by itself, as the jackknife tells it (Tukey 1958): n times the estimate minus n - 1
 * times that without it. Of means these are the values themselves.
 * @param of what is left out one after the other
 * @param sample the condition of facts; empty for seeds
 * @returns undefined where fewer than two were left out or a value is not finite
 */
export function pseudoValues(
  { point, leftOut = [] }: Estimate,
  of: LeftOut['of'],
  sample: string,
): Float64Array | undefined {
  const values = leftOut.find((group) => group.of === of && group.sample === sample)?.values;
  if (!values || values.length < 2) return undefined;
  const n = values.length;
  const pseudo = values.map((value) => n * point - (n - 1) * value);
  return pseudo.every(Number.isFinite) ? pseudo : undefined;
}
