import * as z from 'zod';
import { type LearningRate, warmupSteps } from './learning-rate.js';

/** What a shape knows of its training. */
export interface ShapedTraining {
  /** Highest learning rate. */
  peak: number;
  /** Training steps in all. */
  steps: number;
  /** First step after the warm-up. */
  begin: number;
}

/** A shape of the learning rate over training, as an experiment names it under `train.schedule.shape`. */
export interface ShapeDeclaration<Name extends string, Options extends z.ZodRawShape> {
  shape: Name;
  /** One line for the schema. */
  description: string;
  options: Options;
  /** The learning rate from step `begin` on; the warm-up before it is added. */
  rate(options: z.output<z.ZodObject<Options>>, training: ShapedTraining): LearningRate;
}

/** Declares a shape. Its `spec` is the schema of its options and of the warm-up that every shape has. */
export function defineShape<Name extends string, Options extends z.ZodRawShape>(
  declared: ShapeDeclaration<Name, Options>,
) {
  const { shape, description, options } = declared;
  const spec = z.strictObject({ shape: z.literal(shape).describe(description), warmupSteps, ...options });
  return { ...declared, spec };
}
