import type { TrainSpec } from '@lethe/contracts';
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
import { clipFactor, globalNorm } from '../optimizer/clip-by-global-norm.js';
import { createOptimizer, type Optimizer, zerosLike } from '../optimizer/optimizer.js';
import { type PackedParameters, packVectors } from '../optimizer/pack-vectors.js';
import { lossAndGradients } from './loss-and-gradients.js';
import { nextTokenLoss } from './next-token-loss.js';

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

type StepSpec = Pick<TrainSpec, 'optimizer' | 'clipNorm'> &
  Partial<Pick<TrainSpec, 'microBatchSize' | 'documentMask'>> & {
    /** What is trained instead of the model, and computed with it. */
    adapter?: { lora: LoraConfig; trained: readonly string[] } | undefined;
  };

const scalar = { shape: [], dtype: 'float32' } as const satisfies InputSpec;

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
  const optimizer = createOptimizer(train.optimizer);
  const adapted = (params: Params): Params => (adapter ? withLora(params, config, adapter.lora) : params);
  const packed = packVectors(shapes);
  const parts = { config, train, shape, optimizer, shapes, packed, adapted };
  const { microBatchSize = null } = train;
  return microBatchSize === null || microBatchSize === shape.batchSize
    ? wholeStep(parts)
    : accumulatedStep(parts, microBatchSize);
}

interface StepParts {
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

function wholeStep(parts: StepParts): TrainStep {
  const { config, shape, optimizer, shapes, packed, adapted } = parts;
  const names = Object.keys(shapes);
  const trainStep: Program = {
    inputs: { ...batchInputs(parts, shape.batchSize), ...scalarInputs(optimizer) },
    run(state, { tokens, documents, weights, ...scalars }) {
      const { loss, gradients } = lossAndGradients(state, names, (params) =>
        nextTokenLoss(adapted(params), tokens as Tensor2D, config, {
          documents: documents as Tensor2D | undefined,
          weights: weights as Tensor2D | undefined,
        }),
      );
      const { gradNorm, updated } = clippedUpdate(state, packed.pack(gradients), scalars, parts);
      return { state: updated, outputs: { loss, gradNorm } };
    },
  };
  return {
    state: optimizer.state(packed.shapes),
    programs: { trainStep },
    trained: names,
    async run(module, step, batch, learningRate) {
      const scalars = toInputs(optimizer.scalars(step, learningRate));
      const { loss, gradNorm } = await module.run('trainStep', { ...partOf(batch, shape.time), ...scalars });
      return { loss: loss![0]!, gradNorm: gradNorm![0]! };
    },
  };
}

const accumulated = (name: string): string => `gradient/${name}`;

function accumulatedStep(parts: StepParts, microBatchSize: number): TrainStep {
  const { config, shape, optimizer, shapes, packed, adapted } = parts;
  const names = Object.keys(shapes);
  const accumulate: Program = {
    // `keep` is 0 for the first part of a batch, which takes the place of what is there, and 1 for the others.
    inputs: { ...batchInputs(parts, microBatchSize), keep: scalar },
    run(state, { tokens, documents, weights, keep }) {
      const { loss, gradients } = lossAndGradients(state, names, (params) =>
        nextTokenLoss(adapted(params), tokens as Tensor2D, config, {
          documents: documents as Tensor2D | undefined,
          weights: weights as Tensor2D | undefined,
        }),
      );
      // Weights are shares of the whole batch already.
      const share = shape.weighted ? 1 : microBatchSize / shape.batchSize;
      const sums = Object.entries(packed.pack(gradients)).map(([name, gradient]): [string, Tensor] => {
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
      const { gradNorm, updated } = clippedUpdate(state, Object.fromEntries(sums), scalars, parts);
      return { state: updated, outputs: { gradNorm } };
    },
  };
  return {
    state: { ...optimizer.state(packed.shapes), ...zerosLike(packed.shapes, accumulated) },
    programs: { accumulate, update },
    trained: names,
    async run(module, step, batch, learningRate) {
      const size = microBatchSize * shape.time;
      let loss = 0;
      for (let begin = 0; begin < batch.tokens.length; begin += size) {
        const keep = Float32Array.of(begin === 0 ? 0 : 1);
        const part = partOf(batch, shape.time, begin, begin + size);
        loss += (await module.run('accumulate', { ...part, keep })).loss![0]!;
      }
      const { gradNorm } = await module.run('update', toInputs(optimizer.scalars(step, learningRate)));
      return { loss, gradNorm: gradNorm![0]! };
    },
  };
}

/** The update by packed gradients. */
function clippedUpdate(
  state: Params,
  gradients: Record<string, Tensor>,
  scalars: Record<string, Tensor>,
  { train, optimizer, packed }: Pick<StepParts, 'train' | 'optimizer' | 'packed'>,
): { gradNorm: Scalar; updated: Record<string, Tensor> } {
  const gradNorm = globalNorm(gradients);
  const clipped = clip(gradients, gradNorm, train.clipNorm);
  const packedState = { ...state, ...packed.pack(state) };
  const updates = optimizer.update(packedState, clipped, scalars as Record<string, Scalar>);
  return { gradNorm, updated: packed.unpack(updates) };
}

function clip(
  gradients: Record<string, Tensor>,
  norm: Scalar,
  largest: number | null,
): Record<string, Tensor> {
  if (largest === null) return gradients;
  const factor = clipFactor(norm, largest);
  return Object.fromEntries(Object.entries(gradients).map(([name, g]) => [name, tf.mul(g, factor)]));
}

function batchInputs({ config, train, shape }: StepParts, rows: number): Record<string, InputSpec> {
  const { time, weighted } = shape;
  const input = { shape: [rows, time], dtype: 'int32' } as const;
  return {
    tokens: { ...input, below: config.vocabSize },
    ...(train.documentMask ? { documents: input } : {}),
    ...(weighted ? { weights: { shape: [rows, time - 1], dtype: 'float32' } } : {}),
  };
}

/** The values of some rows; a copy, since some backends keep a reference to what they are given. */
function partOf(
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

function scalarInputs(optimizer: Optimizer): Record<string, InputSpec> {
  return Object.fromEntries(Object.keys(optimizer.scalars(0, 1)).map((name) => [name, scalar]));
}

function toInputs(scalars: Record<string, number>): Record<string, Float32Array> {
  return Object.fromEntries(Object.entries(scalars).map(([name, value]) => [name, Float32Array.of(value)]));
}
