import type { TrainSpec } from '@lethe/contracts';

/**
 * The learning rate of one training step. It rises linearly over the warm-up and reaches the peak at its last
 * step; then it stays (`constant`), or falls along half a cosine to `finalFraction` of the peak at the last step.
 * @param step training step, from 0
 * @param steps training steps in all
 */
export function learningRateAt(
  schedule: TrainSpec['schedule'],
  peak: number,
  step: number,
  steps: number,
): number {
  const { warmupSteps } = schedule;
  if (step < warmupSteps) return (peak * (step + 1)) / warmupSteps;
  if (schedule.shape === 'constant') return peak;
  const lastStep = steps - 1;
  const progress = lastStep > warmupSteps ? (step - warmupSteps) / (lastStep - warmupSteps) : 1;
  const { finalFraction } = schedule;
  return peak * (finalFraction + (1 - finalFraction) * 0.5 * (1 + Math.cos(Math.PI * progress)));
}
