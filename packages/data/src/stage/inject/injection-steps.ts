import type { DataSpec } from '../options/data.js';

type Spacing = Pick<DataSpec['order']['injection'], 'start' | 'interval' | 'count' | 'intervals' | 'steps'>;

/**
 * Training steps of the injections, ascending: the list `steps`; or `start` and, after each of `intervals`, another;
 * or `count` steps from `start`, `interval` apart (arXiv 2406.11813 section 3: 10 injections, 100 steps apart).
 */
export function injectionSteps({ start, interval, count, intervals, steps }: Spacing): number[] {
  if (steps) return [...steps];
  const gaps = intervals ?? Array.from({ length: count - 1 }, () => interval);
  const all = [start];
  for (const gap of gaps) all.push(all.at(-1)! + gap);
  return all;
}
