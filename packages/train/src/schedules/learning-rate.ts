import * as z from 'zod';

/** The learning rate of a training step, counted from 0. */
export type LearningRate = (step: number) => number;

/** The share of the way from step `from` to step `to` that is done at `step`, 0 to 1; 1 where the two are one step. */
export function progressBetween(from: number, to: number, step: number): number {
  return to > from ? (step - from) / (to - from) : 1;
}

/** Interpolates between `final` times `rate`, at share 0, and `rate`, at share 1. */
export function between(rate: number, final: number, share: number): number {
  return rate * (final + (1 - final) * share);
}

/** Option of every shape that falls until the end of training. */
export const finalFraction = z.number().min(0).max(1).describe('share of the peak at the last step');

/** Option of every shape that falls until the end of training, where the end is to be another one. */
export const fallSteps = z
  .int()
  .positive()
  .optional()
  .describe(
    'training steps of the whole fall, after which the rate stays as it is; by default those of this training, with those that its optimizer took before it (train.from.optimizer)',
  );

export const warmupSteps = z
  .int()
  .nonnegative()
  .default(0)
  .describe('steps in which the rate rises linearly to the peak');

/** Puts a linear warm-up before any schedule; it reaches `peak` at the last of its `steps`. */
export function withWarmUp(
  after: LearningRate,
  { peak, steps }: { peak: number; steps: number },
): LearningRate {
  return (step) => (step < steps ? (peak * (step + 1)) / steps : after(step));
}

/** Forms of a decay: the share of the fall that remains after a share of its steps. */
export const decayForms = {
  linear: (elapsed: number) => 1 - elapsed,
  // arXiv 2405.18392
  sqrt: (elapsed: number) => 1 - Math.sqrt(elapsed),
} as const;

export interface FinalDecay {
  form: keyof typeof decayForms;
  /** Last step before the decay, which starts from its rate. */
  from: number;
  /** Last step of the decay, and of training. */
  to: number;
  /** Share of that rate at step `to`. */
  finalFraction: number;
}

/** Ends any schedule with a decay over the last steps of training. */
export function withFinalDecay(
  before: LearningRate,
  { form, from, to, finalFraction }: FinalDecay,
): LearningRate {
  return (step) =>
    step <= from
      ? before(step)
      : between(before(from), finalFraction, decayForms[form](progressBetween(from, to, step)));
}
