import { calmer } from './check-finite.js';

/** Losses beyond this multiple of what knowing nothing costs are those of a training that diverges. */
const FACTOR = 2;

export interface WatchedStep {
  step: number;
  /** Mean loss of its batch, nats per token. */
  loss: number;
  learningRate: number;
}

/**
 * Watches for a loss that grows without becoming infinite: beyond twice ln(vocabSize), the loss of a model that knows
 * nothing, and twice the first loss that it sees. It says so once.
 */
export function createDivergenceWatch(
  vocabSize: number,
  log: (line: string) => void,
): (step: WatchedStep) => void {
  let limit: number | undefined;
  let warned = false;
  return ({ step, loss, learningRate }) => {
    limit ??= FACTOR * Math.max(loss, Math.log(vocabSize));
    if (warned || loss <= limit) return;
    warned = true;
    log(
      `warning: training diverges: the loss of step ${step} is ${loss.toFixed(3)}, that of a model that knows nothing ` +
        `${Math.log(vocabSize).toFixed(3)}, the learning rate ${learningRate}; ${calmer}`,
    );
  };
}
