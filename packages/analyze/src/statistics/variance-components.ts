import { chiSquaredQuantile, fisherQuantile, fisherTail } from '../numerics/quantiles.js';
import type { Interval } from './estimate.js';

/** Values of a design that crosses every level of every factor once. */
export interface CrossedDesign {
  /** Names of the factors. */
  factors: readonly string[];
  /** Level of every factor, by value; as many values as there are combinations. */
  levels: readonly (readonly (string | number)[])[];
}

/** How much of the variance of single values comes from one factor. */
export interface VarianceComponent {
  /** Undefined of what is left: interactions, and whatever else differs from value to value. */
  factor: string | undefined;
  levels: number;
  /** Estimate by analysis of variance; 0 where it would be negative. */
  variance: number;
  interval: Interval;
  /** Of the sum of all components. */
  share: number;
  /** Of no variance at all, by F; undefined of what is left. */
  p: number | undefined;
}

/** Whether every combination of levels is there exactly once, with two levels or more of each of two factors or more. */
export function isCrossed({ factors, levels }: CrossedDesign): boolean {
  const counts = factors.map((_, f) => new Set(levels.map((row) => row[f])).size);
  const combinations = new Set(levels.map((row) => JSON.stringify(row)));
  return (
    factors.length > 1 &&
    counts.every((count) => count > 1) &&
    combinations.size === levels.length &&
    levels.length === counts.reduce((product, count) => product * count, 1)
  );
}

/**
 * Splits the variance of values over crossed factors, all random and without replicates, by analysis of variance; what is
 * left holds their interactions. Intervals after Williams (1962) and Tukey (1951).
 * @param values one for every row of `levels`
 * @param level of the intervals, such as 0.95
 * @throws RangeError when the design is not crossed
 */
export function varianceComponents(
  values: readonly number[],
  design: CrossedDesign,
  level: number,
): VarianceComponent[] {
  if (!isCrossed(design) || values.length !== design.levels.length) {
    throw new RangeError('values of a crossed design are needed, each combination of levels once');
  }
  const total = values.length;
  const mean = sum(values) / total;
  const parts = design.factors.map((factor, f) => {
    const byLevel = new Map<string | number, number[]>();
    values.forEach((value, i) => {
      const name = design.levels[i]![f]!;
      byLevel.set(name, [...(byLevel.get(name) ?? []), value]);
    });
    const levels = byLevel.size;
    const each = total / levels;
    const squares = each * sum([...byLevel.values()].map((own) => (sum(own) / each - mean) ** 2));
    return { factor, levels, each, squares, freedom: levels - 1 };
  });
  const freedom = total - 1 - sum(parts.map((part) => part.freedom));
  const squares = Math.max(
    0,
    sum(values.map((value) => (value - mean) ** 2)) - sum(parts.map((part) => part.squares)),
  );
  const rest = squares / freedom;
  const [lower, upper] = [(1 - level) / 2, (1 + level) / 2];
  const components = parts.map((part): Omit<VarianceComponent, 'share'> => {
    const { factor, levels, each } = part;
    const ratio = part.squares / part.freedom / rest;
    const chance = rest * part.freedom;
    const end = (share: number): number =>
      Math.max(
        0,
        (part.squares - chance * fisherQuantile(share, part.freedom, freedom)) /
          (each * chiSquaredQuantile(share, part.freedom)),
      );
    return {
      factor,
      levels,
      variance: Math.max(0, (part.squares / part.freedom - rest) / each),
      interval: { low: end(upper), high: end(lower) },
      p: fisherTail(ratio, part.freedom, freedom),
    };
  });
  const left = {
    factor: undefined,
    levels: total,
    variance: rest,
    interval: {
      low: squares / chiSquaredQuantile(upper, freedom),
      high: squares / chiSquaredQuantile(lower, freedom),
    },
    p: undefined,
  };
  const all = [...components, left];
  const variance = sum(all.map((component) => component.variance));
  return all.map((component) => ({ ...component, share: component.variance / variance }));
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
