import { fastestMode, type LazyWeights, type ModelConfig, type Weights } from '@lethe/model';
import { type Backend, type CompiledModule, compile, type Values } from '@lethe/runtime';
import { layOutPrompts } from '../span/plan-rows.js';
import { adamwRate } from './adamw-update.js';
import {
  type HeadsShape,
  initialState,
  judgeProgram,
  reduceVocabulary,
  statesProgram,
  stepProgram,
  trainedShapes,
} from './embedded-head-programs.js';

export interface EmbeddedHeadsOptions extends Omit<HeadsShape, 'model' | 'length'> {
  backend: Backend;
  config: ModelConfig;
  weights: Weights | LazyWeights;
  /** Token ids whose last state is read. */
  prompts: readonly (readonly number[])[];
  /** Most updates that will be done: decides whether compiling pays. */
  steps: number;
}

/** Softmax heads over the last states of prompts, with one low-rank change of the embeddings under all of them. */
export interface EmbeddedHeads {
  /**
   * One update of AdamW.
   * @param members numbers of the prompts, `batchSize` of them
   * @param labels for every head the class of each prompt, -1 where it does not count
   * @param update number of the update, from 0
   * @returns the loss before it: the mean cross-entropy of every head, added up, nats
   */
  step(
    members: readonly number[],
    labels: readonly Int32Array[],
    learningRate: number,
    update: number,
  ): Promise<number>;
  /** The states of prompts under the change of the embeddings, not normalised: Float32Array [members, width]. */
  states(members: readonly number[]): Promise<Float32Array>;
  /**
   * Predictions of the heads for normalised states.
   * @param states Float32Array [n, width] with mean 0 and deviation 1, before gain and shift
   * @param labels as in `step`
   * @returns for every head the most probable class of each, and the log-probability of its label (that of class 0 for -1)
   */
  judge(states: Float32Array, labels: readonly Int32Array[]): Promise<Judgement[]>;
  /** The parameters that are trained. */
  save(): Promise<Record<string, Values>>;
  restore(saved: Record<string, Values>): Promise<void>;
  dispose(): Promise<void>;
}

export interface Judgement {
  /** Int32Array [n] */
  chosen: Int32Array;
  /** Float32Array [n], nats */
  logProbs: Float32Array;
}

/**
 * Compiles the heads of P- and Q-probing (arXiv 2309.14316, sections 5.1, 5.2): the transformer is frozen; a change A B of
 * the token embeddings, gain and shift after a normalisation of the last state, and the heads are trained. A begins at
 * zero and B normal, as in PEFT, so that tokens which training does not have stay as they are.
 * @throws LetheError for a model without embeddings
 */
export async function createEmbeddedHeads(options: EmbeddedHeadsOptions): Promise<EmbeddedHeads> {
  const { backend, classes, batchSize, steps } = options;
  const model = reduceVocabulary(options.config, options.weights, options.prompts);
  const { config, prompts } = model;
  const { width } = config;
  const length = prompts.reduce((most, prompt) => Math.max(most, prompt.length), 1);
  const shape: HeadsShape = { ...options, model, length };
  const programs = { step: stepProgram(shape), states: statesProgram(shape), judge: judgeProgram(shape) };
  const tokens = 3 * steps * batchSize * length;
  const module = await compile({
    backend,
    mode: fastestMode(backend, config, { tokens, programs: Object.keys(programs).length }),
    state: { ...model.weights, ...initialState(shape) },
    programs,
  });
  const rowsOf = (members: readonly number[]) =>
    layOutPrompts(
      members.map((member) => prompts[member]!),
      { rows: batchSize, length },
    );
  const trained = Object.keys(trainedShapes(shape));
  return {
    async step(members, labels, learningRate, update) {
      const { loss } = await module.run('step', {
        ...rowsOf(members),
        ...labelInputs(labels, 0, batchSize, true),
        rate: adamwRate(learningRate, update),
      });
      return loss![0]!;
    },
    async states(members) {
      const states = new Float32Array(members.length * width);
      for (let begin = 0; begin < members.length; begin += batchSize) {
        const part = members.slice(begin, begin + batchSize);
        const outputs = await module.run('states', rowsOf(part));
        states.set((outputs.states as Float32Array).subarray(0, part.length * width), begin * width);
      }
      return states;
    },
    judge: (states, labels) => judgeAll(module, states, labels, { batchSize, width, heads: classes.length }),
    save: () => module.readState(trained),
    restore: (saved) => module.writeState(saved),
    dispose: () => module.dispose(),
  };
}

/** Labels of the rows from `begin` on, and the share of each in the mean over those that count. */
function labelInputs(
  labels: readonly Int32Array[],
  begin: number,
  batchSize: number,
  weighted: boolean,
): Record<string, Values> {
  const inputs: Record<string, Values> = {};
  labels.forEach((all, head) => {
    const part = all.subarray(begin, begin + batchSize);
    const counted = part.reduce((count, label) => (label < 0 ? count : count + 1), 0);
    const label = new Int32Array(batchSize);
    const share = new Float32Array(batchSize);
    part.forEach((value, row) => {
      label[row] = Math.max(0, value);
      share[row] = value < 0 ? 0 : 1 / counted;
    });
    inputs[`label${head}`] = label;
    if (weighted) inputs[`share${head}`] = share;
  });
  return inputs;
}

async function judgeAll(
  module: CompiledModule,
  states: Float32Array,
  labels: readonly Int32Array[],
  { batchSize, width, heads }: { batchSize: number; width: number; heads: number },
): Promise<Judgement[]> {
  const count = states.length / width;
  const judgements = Array.from({ length: heads }, () => ({
    chosen: new Int32Array(count),
    logProbs: new Float32Array(count),
  }));
  for (let begin = 0; begin < count; begin += batchSize) {
    const rows = Math.min(batchSize, count - begin);
    const part = new Float32Array(batchSize * width);
    part.set(states.subarray(begin * width, (begin + rows) * width));
    const outputs = await module.run('judge', {
      states: part,
      ...labelInputs(labels, begin, batchSize, false),
    });
    judgements.forEach(({ chosen, logProbs }, head) => {
      chosen.set((outputs[`chosen${head}`] as Int32Array).subarray(0, rows), begin);
      logProbs.set((outputs[`logProbs${head}`] as Float32Array).subarray(0, rows), begin);
    });
  }
  return judgements;
}
