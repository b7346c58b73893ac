import type { ScheduleSpec } from '../options/schedule.js';

/**
 * The learning rate of one training step. It rises linearly over the warm-up and reaches the peak at its last step;
 * what follows is the schedule's: `constant`; `linear` and `cosine` reach `finalFraction` of the peak at the last step;
 * `wsd` stays at the peak and does so in its last `decaySteps` (1 - sqrt: arXiv 2405.18392); `step` multiplies by a
 * factor at given steps.
 * @param step training step, from 0
 * @param steps training steps in all
 */
export function learningRateAt(schedule: ScheduleSpec, peak: number, step: number, steps: number): number {
  const { warmupSteps } = schedule;
  if (step < warmupSteps) return (peak * (step + 1)) / warmupSteps;
  const last = steps - 1;
  const fallen = (from: number): number => (last > from ? (step - from) / (last - from) : 1);
  const between = (final: number, share: number): number => peak * (final + (1 - final) * share);
  switch (schedule.shape) {
    case 'constant':
      return peak;
    case 'linear':
      return between(schedule.finalFraction, 1 - fallen(warmupSteps));
    case 'cosine':
      return between(schedule.finalFraction, 0.5 * (1 + Math.cos(Math.PI * fallen(warmupSteps))));
    case 'wsd': {
      const begin = Math.max(warmupSteps, steps - schedule.decaySteps) - 1;
      if (step <= begin) return peak;
      const over = fallen(begin);
      return between(schedule.finalFraction, 1 - (schedule.decay === 'sqrt' ? Math.sqrt(over) : over));
    }
    case 'step':
      return peak * schedule.factor ** schedule.at.filter((from) => step >= from).length;
  }
}
