import { pairedRatios, sum } from '../process/ratios.js';

/** A share of the spans: every `parts`-th batch or call, from `part` on. */
export interface SpanTurn {
  part: number;
  parts: number;
}

/** What a process reports of one turn. */
export interface SpanReport {
  spans: number;
  seconds: number;
  /** Processor time of all threads. */
  cpuSeconds: number;
  /** Natural-log probability of every target token, by the number of the span. */
  logProbs: Record<string, number[]>;
  description: string;
}

export interface Comparison {
  /** Spans per second of wall time, over all turns. */
  letheRate: number;
  pythonRate: number;
  /** How many times as many spans per second Lethe scores: over all turns, and median and range of the pairs. */
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

/**
 * Compares turns of Lethe and of Python, each pair next to each other in time.
 * @throws Error when the two sides did not score the same spans
 */
export function compareTurns(pairs: readonly (readonly SpanReport[])[]): Comparison {
  const side = (at: number): SpanReport[] => pairs.map((pair) => pair[at]!);
  const rate = (turns: readonly SpanReport[], time: 'seconds' | 'cpuSeconds'): number =>
    sum(turns.map(({ spans }) => spans)) / sum(turns.map((turn) => turn[time]));
  const rates = (turns: readonly SpanReport[]): number[] => turns.map((turn) => rate([turn], 'seconds'));
  const [lethe, python] = [side(0), side(1)];
  const [letheRate, pythonRate] = [rate(lethe, 'seconds'), rate(python, 'seconds')];
  return {
    letheRate,
    pythonRate,
    ratio: letheRate / pythonRate,
    ...pairedRatios(rates(lethe), rates(python)),
    cpuRatio: rate(lethe, 'cpuSeconds') / rate(python, 'cpuSeconds'),
    ...largestDifference(lethe, python),
  };
}

function largestDifference(
  lethe: readonly SpanReport[],
  python: readonly SpanReport[],
): { largestDifference: number; compared: number } {
  const [ours, theirs] = [lethe, python].map(
    (turns): Record<string, number[]> => Object.assign({}, ...turns.map(({ logProbs }) => logProbs)),
  ) as [Record<string, number[]>, Record<string, number[]>];
  const ids = Object.keys(theirs);
  if (ids.length !== Object.keys(ours).length) throw new Error('the two sides did not score the same spans');
  let [largest, compared] = [0, 0];
  for (const id of ids) {
    if (ours[id]?.length !== theirs[id]!.length) {
      throw new Error(`span ${id} has different targets on the two sides`);
    }
    theirs[id]!.forEach((value, i) => {
      const difference = Math.abs(value - ours[id]![i]!);
      // NaN counts as the largest.
      if (!(difference <= largest)) largest = difference;
      compared++;
    });
  }
  return { largestDifference: largest, compared };
}
