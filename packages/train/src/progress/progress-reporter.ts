import { progressLine } from './progress-line.js';

export interface ProgressReporter {
  /** Tells of one update; prints a line when the last one is long enough ago, and after the last update. */
  update(updates: number, loss: number, evaluationLoss?: number): void;
}

/**
 * Prints how training goes every few seconds. Speed is that since the line before, measurements included; the
 * time left is reckoned from the mean of the whole training so far.
 * @param sizes `done`: updates of an interrupted training that goes on
 * @param now milliseconds, as performance.now() gives
 */
export function createProgressReporter(
  log: (line: string) => void,
  sizes: { steps: number; tokensPerStep: number; done?: number },
  intervalMs = 5000,
  now: () => number = () => performance.now(),
): ProgressReporter {
  const start = now();
  const { done = 0 } = sizes;
  let last = { time: start, updates: done };
  return {
    update(updates, loss, evaluationLoss) {
      const time = now();
      if (time - last.time < intervalMs && updates < sizes.steps) return;
      const tokens = sizes.tokensPerStep * (updates - last.updates);
      log(
        progressLine({
          updates,
          steps: sizes.steps,
          loss,
          evaluationLoss,
          tokensPerSecond: (1000 * tokens) / (time - last.time),
          remainingSeconds: ((time - start) / 1000 / (updates - done)) * (sizes.steps - updates),
        }),
      );
      last = { time, updates };
    },
  };
}
