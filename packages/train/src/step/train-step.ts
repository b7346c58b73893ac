import {
  architectureOf,
  type LazyWeights,
  loraTargets,
  type ModelConfig,
  type Params,
  withLora,
} from '@lethe/model';
import type { CompiledModule, Program } from '@lethe/runtime';
import * as tf from '@tensorflow/tfjs';
import { createOptimizer } from '../optimizers/optimizers.js';
import { accumulatedStep } from './accumulated-step.js';
import { packVectors } from './pack-vectors.js';
import type { StepSpec } from './step-parts.js';
import { wholeStep } from './whole-step.js';

/** What a step says of its batch: the loss before the update, nats per token, and the gradient's norm before clipping. */
export interface StepResult {
  loss: number;
  gradNorm: number;
}

/** One training step: loss and gradients of a batch, clipping, update. */
export interface TrainStep {
  /** Entries of the state beside the parameters. */
  readonly state: LazyWeights;
  /** Programs to compile over the parameters and that state. */
  readonly programs: Record<string, Program>;
  /** Names of the parameters that it changes. */
  readonly trained: readonly string[];
  /**
   * Takes one step.
   * @param step training step, from 0
   */
  run(
    module: Pick<CompiledModule, 'run'>,
    step: number,
    batch: StepBatch,
    learningRate: number,
  ): Promise<StepResult>;
}

/** What a step sees. */
export interface StepBatch {
  /** Int32Array [batchSize, time], of which each predicts the next. */
  tokens: Int32Array;
  /** Int32Array [batchSize, time], the number of each token's document in its row; only with a document mask. */
  documents?: Int32Array;
  /** Float32Array [batchSize, time - 1], the share of each predicted token in the loss, of sum 1; only where weighted. */
  weights?: Float32Array;
}

export interface StepShape {
  /** Rows of a batch. */
  batchSize: number;
  /** Tokens of a row. */
  time: number;
  /** Whether batches come with weights; else every predicted token counts alike. */
  weighted?: boolean;
}

/**
 * The training step of a model. With a micro-batch size that is smaller than the batch, gradients of its parts are
 * accumulated in the state before one update: the numbers of the whole batch to rounding, in less memory.
 * With an adapter some of its parameters are trained, and the model computes with all of them.
 * @throws LetheError when the adapter has a target that the model lacks
 */
export function createTrainStep(config: ModelConfig, train: StepSpec, shape: StepShape): TrainStep {
  const { adapter } = train;
  const parameters = adapter
    ? loraTargets(config, adapter.lora)
        .flatMap(({ a, b }) => [a, b])
        .filter(({ name }) => adapter.trained.includes(name))
    : architectureOf(config)
        .parameters(config)
        .filter(({ frozen }) => !frozen);
  const shapes = Object.fromEntries(parameters.map((parameter) => [parameter.name, parameter]));
  const optimizer = createOptimizer(train.optimizer, tf);
  const adapted = (params: Params): Params => (adapter ? withLora(params, config, adapter.lora) : params);
  const packed = packVectors(shapes);
  const parts = { config, train, shape, optimizer, shapes, packed, adapted };
  const { microBatchSize = null } = train;
  return microBatchSize === null || microBatchSize === shape.batchSize
    ? wholeStep(parts)
    : accumulatedStep(parts, microBatchSize);
}
