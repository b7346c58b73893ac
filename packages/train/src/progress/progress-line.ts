/** What a progress line tells. */
export interface Progress {
  /** Updates done. */
  updates: number;
  steps: number;
  /** Nats per token. */
  loss: number;
  /** On rows that training does not see, when it was last measured; nats per token. */
  evaluationLoss?: number | undefined;
  tokensPerSecond: number;
  /** Seconds that the rest will take at the present speed. */
  remainingSeconds: number;
}

/** One line such as `step 120/3000  loss 5.123  7,100 tokens/s  6 min left`. */
export function progressLine({
  updates,
  steps,
  loss,
  evaluationLoss,
  tokensPerSecond,
  remainingSeconds,
}: Progress): string {
  const speed = Math.round(tokensPerSecond).toLocaleString('en-US');
  const evaluation = evaluationLoss === undefined ? '' : `  evaluation ${evaluationLoss.toFixed(3)}`;
  return `step ${updates}/${steps}  loss ${loss.toFixed(3)}${evaluation}  ${speed} tokens/s  ${duration(remainingSeconds)} left`;
}

/** Seconds as `42 s`, `6 min` or `3 h 20 min`. */
export function duration(seconds: number): string {
  if (seconds < 99.5) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 100 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
