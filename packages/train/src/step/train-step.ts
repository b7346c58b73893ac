import { LetheError } from '@lethe/contracts';
import {
  architectureOf,
  type LazyWeights,
  type LoraConfig,
  loraTargets,
  type ModelConfig,
  type Params,
  withLora,
} from '@lethe/model';
import type { CompiledModule, InputSpec, Program } from '@lethe/runtime';
import type { Scalar, Tensor, Tensor2D } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';
import { type Optimizer, type OptimizerEntry, zerosLike } from '../optimizers/optimizer.js';
import { createOptimizer } from '../optimizers/optimizers.js';
import type { TrainSpec } from '../train-options.js';
import { clipGradients, globalNorm, lossAndGradients } from './gradients.js';
import { nextTokenLoss } from './next-token-loss.js';
import { freshEntries, optimizerEntries } from './optimizer-entries.js';
import { type PackedParameters, packVectors } from './pack-vectors.js';

/** The part of an experiment that decides about a step. */
export type StepSpec = Pick<TrainSpec, 'optimizer' | 'clipNorm'> &
  Partial<Pick<TrainSpec, 'microBatchSize' | 'documentMask'>> & {
    /** What is trained in place of the model's own parameters. */
    adapter?: { lora: LoraConfig; trained: readonly string[] } | undefined;
  };

/** The loss of a batch before the update, nats per token, and the norm of its gradient before clipping. */
export interface StepResult {
  loss: number;
  gradNorm: number;
}

/** One training step: loss and gradients of a batch, clipping, update. */
export interface TrainStep {
  /** Entries of the state beside the parameters. */
  readonly state: LazyWeights;
  /** Those of them that the optimizer carries from step to step. */
  readonly optimizer: readonly OptimizerEntry[];
  /** Programs to compile over the parameters and that state. */
  readonly programs: Record<string, Program>;
  /** Names of the trained parameters. */
  readonly trained: readonly string[];
  /**
   * Takes one step.
   * @param step number of the optimizer's update, from 0
   */
  run(
    module: Pick<CompiledModule, 'run'>,
    step: number,
    batch: StepBatch,
    learningRate: number,
  ): Promise<StepResult>;
}

/** One batch. */
export interface StepBatch {
  /** Int32Array [batchSize, time], each of which predicts the next. */
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
  /** Whether batches come with weights; otherwise all predicted tokens count equally. */
  weighted?: boolean;
}

/**
 * Creates the training step of a model. With micro-batches smaller than the batch, their gradients are accumulated in the
 * state before one update: the numbers of the whole batch to rounding, in less memory.
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
  const withAdapter = (params: Params): Params => (adapter ? withLora(params, config, adapter.lora) : params);
  const packed = packVectors(shapes);
  const parts: StepParts = { config, train, shape, optimizer, shapes, packed, withAdapter };
  const { microBatchSize = null } = train;
  return microBatchSize === null || microBatchSize === shape.batchSize
    ? wholeStep(parts)
    : accumulatedStep(parts, microBatchSize);
}

/** @throws LetheError unless micro-batches fill the batch */
export function checkMicroBatches(microBatchSize: number | null, batchSize: number): void {
  if (microBatchSize === null || batchSize % microBatchSize === 0) return;
  throw new LetheError({
    what: 'the batch cannot be divided into micro-batches of this size',
    where: 'train.microBatchSize',
    expected: `a divisor of ${batchSize}, the rows of a batch (data.order.batchSize)`,
    found: String(microBatchSize),
  });
}

interface StepParts {
  config: ModelConfig;
  train: StepSpec;
  shape: StepShape;
  optimizer: Optimizer;
  /** The parameters with which the model computes. */
  withAdapter: (params: Params) => Params;
  /** The trained parameters by name. */
  shapes: Record<string, { shape: readonly number[] }>;
  /** The same as the optimizer has them. */
  packed: PackedParameters;
}

/** A step that computes the gradients of its batch at once. */
function wholeStep(parts: StepParts): TrainStep {
  const { shape, optimizer } = parts;
  const trainStep: Program = {
    inputs: { ...batchInputs(parts, shape.batchSize), ...scalarInputs(optimizer) },
    run(state, { tokens, documents, weights, ...scalars }) {
      const { loss, gradients } = batchGradients(parts, state, { tokens, documents, weights });
      const { gradNorm, updated } = clippedUpdate(parts, state, gradients, scalars);
      return { state: updated, outputs: { loss, gradNorm } };
    },
  };
  const entries = optimizerEntries(optimizer, parts);
  return {
    state: freshEntries(entries),
    optimizer: entries,
    programs: { trainStep },
    trained: Object.keys(parts.shapes),
    async run(module, step, batch, learningRate) {
      const scalars = scalarValues(optimizer.scalars(step, learningRate));
      const { loss, gradNorm } = await module.run('trainStep', { ...rowsOf(batch, shape), ...scalars });
      return { loss: loss![0]!, gradNorm: gradNorm![0]! };
    },
  };
}

const accumulated = (name: string): string => `gradient/${name}`;

/** A step that sums the gradients of micro-batches in the state before it takes the update. */
function accumulatedStep(parts: StepParts, microBatchSize: number): TrainStep {
  const { shape, optimizer, packed } = parts;
  const accumulate: Program = {
    // `keep` is 0 for the first micro-batch, which replaces the sum of the step before, and 1 for the others.
    inputs: { ...batchInputs(parts, microBatchSize), keep: scalar },
    run(state, { keep, ...rows }) {
      const { loss, gradients } = batchGradients(parts, state, rows);
      // Weights are shares of the whole batch already.
      const share = shape.weighted ? 1 : microBatchSize / shape.batchSize;
      const sums = Object.entries(gradients).map(([name, gradient]): [string, Tensor] => {
        const before = tf.mul(state[accumulated(name)]!, keep!);
        return [accumulated(name), tf.add(before, tf.mul(gradient, share))];
      });
      return { state: Object.fromEntries(sums), outputs: { loss: tf.mul(loss, share) } };
    },
  };
  const update: Program = {
    inputs: scalarInputs(optimizer),
    run(state, scalars) {
      const sums = Object.keys(packed.shapes).map((name) => [name, state[accumulated(name)]!]);
      const { gradNorm, updated } = clippedUpdate(parts, state, Object.fromEntries(sums), scalars);
      return { state: updated, outputs: { gradNorm } };
    },
  };
  const entries = optimizerEntries(optimizer, parts);
  return {
    state: { ...freshEntries(entries), ...zerosLike(packed.shapes, accumulated) },
    optimizer: entries,
    programs: { accumulate, update },
    trained: Object.keys(parts.shapes),
    async run(module, step, batch, learningRate) {
      let loss = 0;
      for (let row = 0; row < shape.batchSize; row += microBatchSize) {
        const keep = Float32Array.of(row === 0 ? 0 : 1);
        const rows = rowsOf(batch, shape, row, row + microBatchSize);
        loss += (await module.run('accumulate', { ...rows, keep })).loss![0]!;
      }
      const { gradNorm } = await module.run('update', scalarValues(optimizer.scalars(step, learningRate)));
      return { loss, gradNorm: gradNorm![0]! };
    },
  };
}

/** Loss of some rows, and its gradients with respect to the trained parameters as the optimizer has them. */
function batchGradients(
  { config, shapes, packed, withAdapter }: StepParts,
  state: Params,
  { tokens, documents, weights }: Record<string, Tensor | undefined>,
): { loss: Scalar; gradients: Record<string, Tensor> } {
  const { loss, gradients } = lossAndGradients(state, Object.keys(shapes), (params) =>
    nextTokenLoss(withAdapter(params), tokens as Tensor2D, config, {
      documents: documents as Tensor2D | undefined,
      weights: weights as Tensor2D | undefined,
    }),
  );
  return { loss, gradients: packed.pack(gradients) };
}

/** The update by packed gradients, clipped by their global norm. */
function clippedUpdate(
  { train, optimizer, packed }: StepParts,
  state: Params,
  gradients: Record<string, Tensor>,
  scalars: Record<string, Tensor>,
): { gradNorm: Scalar; updated: Record<string, Tensor> } {
  const gradNorm = globalNorm(gradients);
  const clipped = clipGradients(gradients, gradNorm, train.clipNorm);
  const packedState = { ...state, ...packed.pack(state) };
  const updates = optimizer.update(packedState, clipped, scalars as Record<string, Scalar>);
  return { gradNorm, updated: packed.unpack(updates) };
}

const scalar = { shape: [], dtype: 'float32' } as const satisfies InputSpec;

/** The inputs of a program for some rows of a batch. */
function batchInputs({ config, train, shape }: StepParts, rows: number): Record<string, InputSpec> {
  const { time, weighted } = shape;
  const input = { shape: [rows, time], dtype: 'int32' } as const;
  return {
    tokens: { ...input, below: config.vocabSize },
    ...(train.documentMask ? { documents: input } : {}),
    ...(weighted ? { weights: { shape: [rows, time - 1], dtype: 'float32' } } : {}),
  };
}

/** The values of the rows from `begin` to `end`: copies of some, since some backends keep a reference to what they are given. */
function rowsOf(
  { tokens, documents, weights }: StepBatch,
  { time, batchSize }: StepShape,
  begin = 0,
  end = batchSize,
): Record<string, Int32Array | Float32Array> {
  const isWhole = begin === 0 && end === batchSize;
  return {
    tokens: isWhole ? tokens : tokens.slice(begin * time, end * time),
    ...(documents ? { documents: documents.slice(begin * time, end * time) } : {}),
    ...(weights ? { weights: weights.slice(begin * (time - 1), end * (time - 1)) } : {}),
  };
}

/** The inputs of a program for the scalars of an optimizer. */
function scalarInputs(optimizer: Optimizer): Record<string, InputSpec> {
  return Object.fromEntries(Object.keys(optimizer.scalars(0, 1)).map((name) => [name, scalar]));
}

function scalarValues(scalars: Record<string, number>): Record<string, Float32Array> {
  return Object.fromEntries(Object.entries(scalars).map(([name, value]) => [name, Float32Array.of(value)]));
}
