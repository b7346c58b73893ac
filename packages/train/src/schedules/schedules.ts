import * as z from 'zod';
import { constant } from './constant.js';
import { cosine } from './cosine.js';
import { type LearningRate, withWarmUp } from './learning-rate.js';
import { linear } from './linear.js';
import type { ShapedTraining } from './shape.js';
import { step } from './step.js';
import { wsd } from './wsd.js';

/** Every shape of the learning rate. To add one, write a file that exports it and list it here. */
const shapes = [constant, linear, cosine, wsd, step] as const;

/** How the learning rate changes over training. */
export const scheduleSpec = z.discriminatedUnion('shape', specsOf(shapes));

export type ScheduleSpec = z.output<typeof scheduleSpec>;

/**
 * The learning rate of every step of a training: a linear warm-up, then the shape that the schedule names. A fall ends
 * after the schedule's own number of steps, where it has one, and the rate stays as it is.
 * @param peak highest learning rate
 * @param steps training steps in all
 */
export function learningRates(
  schedule: ScheduleSpec,
  { peak, steps }: { peak: number; steps: number },
): LearningRate {
  const { warmupSteps } = schedule;
  const { rate } = shapes.find(({ shape }) => shape === schedule.shape) as {
    rate(options: ScheduleSpec, training: ShapedTraining): LearningRate;
  };
  const all = ('steps' in schedule ? schedule.steps : undefined) ?? steps;
  const rateAt = withWarmUp(rate(schedule, { peak, steps: all, begin: warmupSteps }), {
    peak,
    steps: warmupSteps,
  });
  return all < steps ? (step) => rateAt(Math.min(step, all - 1)) : rateAt;
}

function specsOf<const T extends readonly { spec: z.ZodType }[]>(all: T) {
  return all.map(({ spec }) => spec) as { -readonly [I in keyof T]: T[I]['spec'] };
}
