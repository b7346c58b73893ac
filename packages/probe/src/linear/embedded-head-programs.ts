import { createRandom, LetheError } from '@lethe/contracts';
import { architectureOf, hiddenStates, type LazyWeights, type ModelConfig, type Weights } from '@lethe/model';
import {
  argMax,
  embed,
  layerNorm,
  type Program,
  type StateEntry,
  standardize,
  tokenLogProbs,
} from '@lethe/runtime';
import type { Scalar, Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';
import { adamwUpdate, momentsOf } from './adamw-update.js';

/** What the programs depend on that train heads over changed embeddings. */
export interface HeadsShape {
  model: ReducedModel;
  /** How states are normalised: each by itself, or each column over the batch. */
  normalisation: 'layer' | 'batch';
  /** Rank of the change of the embeddings. */
  rank: number;
  /** Classes of every head. */
  classes: readonly number[];
  batchSize: number;
  weightDecay: number;
  seed: number;
  /** Tokens per row. */
  length: number;
}

const BASE = 'embeddings';
const headName = (head: number): string => `head${head}`;

/** The parameters that are trained, with their shapes. */
export function trainedShapes({ model, rank, classes }: HeadsShape): Record<string, number[]> {
  const { vocabSize, width } = model.config;
  return {
    a: [vocabSize, rank],
    b: [rank, width],
    gain: [width],
    shift: [width],
    ...Object.fromEntries(
      classes.flatMap((count, head) => [
        [`${headName(head)}.weight`, [width, count]],
        [`${headName(head)}.bias`, [count]],
      ]),
    ),
  };
}

/** The embeddings, what is trained and its moments. */
export function initialState(shape: HeadsShape): Record<string, StateEntry> {
  const { model, seed } = shape;
  const random = createRandom(seed, 'probe/embedding change');
  const state: Record<string, StateEntry> = {
    [BASE]: {
      dtype: 'float32',
      shape: [model.config.vocabSize, model.config.width],
      values: model.embeddings,
    },
  };
  for (const [name, extents] of Object.entries(trainedShapes(shape))) {
    const size = extents.reduce((product, extent) => product * extent, 1);
    const entry = { dtype: 'float32', shape: extents } as const;
    const begin = name === 'gain' ? () => 1 : name === 'b' ? () => random.normal() : () => 0;
    state[name] = { ...entry, values: Float32Array.from({ length: size }, begin) };
    for (const moment of momentsOf(name)) state[moment] = { ...entry, values: new Float32Array(size) };
  }
  return state;
}

function rowInputs({ batchSize, length, model }: HeadsShape): Program['inputs'] {
  return {
    tokens: { shape: [batchSize, length], dtype: 'int32', below: model.config.vocabSize },
    positions: { shape: [batchSize], dtype: 'int32', below: batchSize * length },
  };
}

/** Labels and weights of every head, one input each. */
function labelSpecs({ batchSize, classes }: HeadsShape): Program['inputs'] {
  return Object.fromEntries(
    classes.flatMap((below, head) => [
      [`label${head}`, { shape: [batchSize], dtype: 'int32', below }],
      [`share${head}`, { shape: [batchSize], dtype: 'float32' }],
    ]),
  );
}

/** The last state of every row under the change of the embeddings: [batchSize, width]. */
function changedStates(
  { model, batchSize, length }: HeadsShape,
  state: Record<string, Tensor>,
  tokens: Tensor,
  positions: Tensor,
): Tensor2D {
  const change = tf.matMul(state.a as Tensor2D, state.b as Tensor2D);
  const params = { ...state, [model.embedding]: tf.add(state[BASE]!, change) };
  const hidden = hiddenStates(params, tokens as Tensor2D, model.config);
  return embed(hidden.as2D(batchSize * length, model.config.width), positions as Tensor1D);
}

/** One update of AdamW. */
export function stepProgram(shape: HeadsShape): Program {
  const { classes, normalisation, weightDecay } = shape;
  const names = Object.keys(trainedShapes(shape));
  return {
    inputs: { ...rowInputs(shape), ...labelSpecs(shape), rate: { shape: [3], dtype: 'float32' } },
    run(state, { tokens, positions, rate, ...labels }) {
      const lossOf = (...values: Tensor[]): Scalar => {
        const params = { ...state, ...Object.fromEntries(names.map((name, i) => [name, values[i]!])) };
        const states = changedStates(shape, params, tokens!, positions!);
        const x = normalise(states, normalisation, params.gain!, params.shift!);
        const losses = classes.map((_, head) => {
          const logProbs = tokenLogProbs(logitsOf(params, x, head), labels[`label${head}`]!);
          return tf.neg(tf.sum(tf.mul(logProbs, labels[`share${head}`]!)));
        });
        return losses.reduce((sum, loss) => tf.add(sum, loss)) as Scalar;
      };
      const { value, grads } = tf.valueAndGrads(lossOf)(names.map((name) => state[name]!));
      const gradients = Object.fromEntries(names.map((name, i) => [name, grads[i]!]));
      return { state: adamwUpdate(state, gradients, rate!, weightDecay), outputs: { loss: value } };
    },
  };
}

/** Last states under the change of the embeddings. */
export function statesProgram(shape: HeadsShape): Program {
  return {
    inputs: rowInputs(shape),
    run: (state, { tokens, positions }) => ({
      outputs: { states: changedStates(shape, state, tokens!, positions!) },
    }),
  };
}

/** Predictions of the heads for normalised states. */
export function judgeProgram(shape: HeadsShape): Program {
  const { batchSize, model, classes } = shape;
  const labels = Object.entries(labelSpecs(shape)).filter(([name]) => name.startsWith('label'));
  return {
    inputs: {
      states: { shape: [batchSize, model.config.width], dtype: 'float32' },
      ...Object.fromEntries(labels),
    },
    run(state, { states, ...labels }) {
      const x = tf.add<Tensor2D>(tf.mul(states!, state.gain!), state.shift!);
      const outputs: Record<string, Tensor> = {};
      classes.forEach((_, head) => {
        const logits = logitsOf(state, x, head);
        outputs[`chosen${head}`] = argMax(logits);
        outputs[`logProbs${head}`] = tokenLogProbs(logits, labels[`label${head}`]!);
      });
      return { outputs };
    },
  };
}

function logitsOf(params: Record<string, Tensor>, x: Tensor2D, head: number): Tensor2D {
  const { [`${headName(head)}.weight`]: weight, [`${headName(head)}.bias`]: bias } = params;
  return tf.add(tf.matMul(x, weight as Tensor2D), bias!);
}

/** LayerNorm of each row, or BatchNorm of each column with the statistics of the batch. */
function normalise(states: Tensor2D, by: 'layer' | 'batch', gain: Tensor, shift: Tensor): Tensor2D {
  if (by === 'layer') return layerNorm(states, gain, shift);
  const columns = tf.transpose(standardize(tf.transpose(states)));
  return tf.add(tf.mul(columns, gain), shift);
}

/** A model that knows only the tokens of some prompts: the same states of fewer embeddings. */
interface ReducedModel {
  config: ModelConfig;
  /** Parameters without the embeddings. */
  weights: LazyWeights;
  /** Name of the parameter that holds the embeddings. */
  embedding: string;
  /** Float32Array [config.vocabSize, width] */
  embeddings: Float32Array;
  /** The prompts in the ids of the reduced vocabulary, cut to the context from their beginning. */
  prompts: number[][];
}

/**
 * Leaves out of a model all embeddings that some prompts do not need, so that what is trained beside them is small.
 * @throws LetheError for a model without embeddings
 */
export function reduceVocabulary(
  config: ModelConfig,
  weights: Weights | LazyWeights,
  prompts: readonly (readonly number[])[],
): ReducedModel {
  const table = architectureOf(config)
    .parameters(config)
    .find(({ layout, shape }) => layout === 'embedding' && shape[0] === config.vocabSize);
  if (!table) {
    throw new LetheError({
      what: 'the model has no trainable embeddings to change',
      where: 'probe.linear.rank',
      expected: 'null, or a model with embeddings',
      found: `${config.architecture} with one-hot embeddings`,
    });
  }
  const { width } = config;
  const idOf = new Map<number, number>();
  const numbered = prompts.map((prompt) =>
    prompt.slice(-config.contextLength).map((token) => {
      const id = idOf.get(token) ?? idOf.size;
      idOf.set(token, id);
      return id;
    }),
  );
  const valuesOf = ({ values }: Weights[string] | LazyWeights[string]): Float32Array =>
    typeof values === 'function' ? values() : values;
  const all = valuesOf(weights[table.name]!);
  const embeddings = new Float32Array(idOf.size * width);
  for (const [token, id] of idOf) {
    embeddings.set(all.subarray(token * width, (token + 1) * width), id * width);
  }
  const others = Object.entries(weights)
    .filter(([name]) => name !== table.name)
    .map(([name, weight]) => [name, { ...weight, values: () => valuesOf(weight) }] as const);
  return {
    config: { ...config, vocabSize: idOf.size },
    weights: Object.fromEntries(others),
    embedding: table.name,
    embeddings,
    prompts: numbered,
  };
}
