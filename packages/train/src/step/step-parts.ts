import type { LoraConfig, ModelConfig, Params } from '@lethe/model';
import type { InputSpec } from '@lethe/runtime';
import type { Optimizer } from '../optimizers/optimizer.js';
import type { TrainSpec } from '../train-options.js';
import type { PackedParameters } from './pack-vectors.js';
import type { StepBatch, StepShape } from './train-step.js';

/** What an experiment says of its steps. */
export type StepSpec = Pick<TrainSpec, 'optimizer' | 'clipNorm'> &
  Partial<Pick<TrainSpec, 'microBatchSize' | 'documentMask'>> & {
    /** What is trained instead of the model, and computed with it. */
    adapter?: { lora: LoraConfig; trained: readonly string[] } | undefined;
  };

/** What the kinds of steps are made of. */
export interface StepParts {
  config: ModelConfig;
  train: StepSpec;
  shape: StepShape;
  optimizer: Optimizer;
  /** The parameters with which the model computes. */
  adapted: (params: Params) => Params;
  /** The trained parameters by name. */
  shapes: Record<string, { shape: number[] }>;
  /** The same as the optimizer has them. */
  packed: PackedParameters;
}

export const scalar = { shape: [], dtype: 'float32' } as const satisfies InputSpec;

/** The inputs of a program for some rows of a batch. */
export function batchInputs({ config, train, shape }: StepParts, rows: number): Record<string, InputSpec> {
  const { time, weighted } = shape;
  const input = { shape: [rows, time], dtype: 'int32' } as const;
  return {
    tokens: { ...input, below: config.vocabSize },
    ...(train.documentMask ? { documents: input } : {}),
    ...(weighted ? { weights: { shape: [rows, time - 1], dtype: 'float32' } } : {}),
  };
}

/** The values of some rows, or all: a copy of some, since some backends keep a reference to what they are given. */
export function partOf(
  { tokens, documents, weights }: StepBatch,
  time: number,
  begin?: number,
  end?: number,
): Record<string, Int32Array | Float32Array> {
  const predicted = (place: number | undefined) =>
    place === undefined ? undefined : (place / time) * (time - 1);
  return {
    tokens: begin === undefined ? tokens : tokens.slice(begin, end),
    ...(documents ? { documents: documents.slice(begin, end) } : {}),
    ...(weights ? { weights: weights.slice(predicted(begin), predicted(end)) } : {}),
  };
}

/** The inputs of a program for what the optimizer wants to know of a step. */
export function scalarInputs(optimizer: Optimizer): Record<string, InputSpec> {
  return Object.fromEntries(Object.keys(optimizer.scalars(0, 1)).map((name) => [name, scalar]));
}

/** The same numbers as values of those inputs. */
export function toInputs(scalars: Record<string, number>): Record<string, Float32Array> {
  return Object.fromEntries(Object.entries(scalars).map(([name, value]) => [name, Float32Array.of(value)]));
}
