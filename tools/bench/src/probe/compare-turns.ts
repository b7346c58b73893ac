import { median } from '../process/median.js';
import type { SpanReport } from './span-turn.js';

/** Turns of both sides, each pair next to each other in time. */
export interface TurnPair {
  lethe: SpanReport;
  python: SpanReport;
}

export interface Comparison {
  /** Spans per second of wall time, over all turns. */
  letheRate: number;
  pythonRate: number;
  /** How many times more spans per second Lethe scores: over all turns, and the range of pairs. */
  ratio: number;
  low: number;
  high: number;
  median: number;
  /** The same in processor time, over all turns. */
  cpuRatio: number;
  /** Largest difference of two log-probabilities, nats, and how many were compared. */
  largestDifference: number;
  compared: number;
}

/** @throws Error when the two sides have not scored the same spans */
export function compareTurns(pairs: readonly TurnPair[]): Comparison {
  const total = (side: keyof TurnPair, key: 'spans' | 'seconds' | 'cpuSeconds'): number =>
    pairs.reduce((sum, pair) => sum + pair[side][key], 0);
  const rate = (side: keyof TurnPair, key: 'seconds' | 'cpuSeconds'): number =>
    total(side, 'spans') / total(side, key);
  const ratios = pairs.map(
    ({ lethe, python }) => lethe.spans / lethe.seconds / (python.spans / python.seconds),
  );
  return {
    letheRate: rate('lethe', 'seconds'),
    pythonRate: rate('python', 'seconds'),
    ratio: rate('lethe', 'seconds') / rate('python', 'seconds'),
    low: Math.min(...ratios),
    high: Math.max(...ratios),
    median: median(ratios),
    cpuRatio: rate('lethe', 'cpuSeconds') / rate('python', 'cpuSeconds'),
    ...largestDifference(pairs),
  };
}

function largestDifference(pairs: readonly TurnPair[]): { largestDifference: number; compared: number } {
  const [ours, theirs] = (['lethe', 'python'] as const).map((side) =>
    Object.assign({}, ...pairs.map((pair) => pair[side].logProbs)),
  ) as [Record<string, number[]>, Record<string, number[]>];
  const ids = Object.keys(theirs);
  if (ids.length !== Object.keys(ours).length)
    throw new Error('the two sides have not scored the same spans');
  let [largest, compared] = [0, 0];
  for (const id of ids) {
    if (ours[id]?.length !== theirs[id]!.length)
      throw new Error(`span ${id} has different targets on the two sides`);
    theirs[id]!.forEach((value, i) => {
      const difference = Math.abs(value - ours[id]![i]!);
      // NaN is the worst that can happen.
      if (!(difference <= largest)) largest = difference;
      compared++;
    });
  }
  return { largestDifference: largest, compared };
}
