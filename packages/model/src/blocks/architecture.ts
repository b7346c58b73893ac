import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs';
import type { ModelSpec } from '../options/model.js';
import type { Params } from './params.js';

/** How a parameter begins: normal with mean 0 and this standard deviation, uniform in [-limit, limit), or a constant. */
export type Initializer = { standardDeviation: number } | { limit: number } | { constant: number };

/** What a matrix is: a linear map stored [out, in] or [in, out], or an embedding [ids, width]. */
export type MatrixLayout = 'out-in' | 'in-out' | 'embedding';

/** One parameter of an architecture. */
export interface ParameterSpec {
  /** Hugging Face name; GPT-2's without the prefix of the model. */
  name: string;
  shape: number[];
  init: Initializer;
  /** For matrices. */
  layout?: MatrixLayout;
  /** Whether training leaves it as it is. */
  frozen?: boolean;
}

/** What a forward pass may be told about its rows beside their tokens. */
export interface RowOptions {
  /** int32 [batch, time], a number for the document of each position: attention stays within documents. */
  documents?: Tensor2D | undefined;
}

/** What every architecture's configuration says. */
export interface CommonConfig {
  vocabSize: number;
  /** Longest row of tokens that the model can read. */
  contextLength: number;
  layers: number;
  /** Size of the residual stream. */
  width: number;
}

/**
 * A family of models as pure functions. To add one, write a folder like gpt2/ that exports an object of this
 * type, and list it in architectures.ts.
 */
export interface Architecture<Config extends CommonConfig> {
  /** Name in experiment.json. */
  name: string;
  /** `model_type` in config.json. */
  modelType: string;
  /** What transformers' name of a parameter has before ours: GPT-2's `transformer.`. */
  peftPrefix: string;
  /** Every parameter, in the order in which the model uses them. */
  parameters(config: Config): ParameterSpec[];
  /** The parameter that a tensor of a Hugging Face file is; undefined for tensors that are no parameters. */
  localName(fileName: string, config: Config): string | undefined;
  /** tokens int32 [batch, time] -> float32 [batch, time, width], after the final normalisation. */
  hiddenStates(params: Params, tokens: Tensor2D, config: Config, options: RowOptions): Tensor3D;
  /** hidden float32 [rows, width] -> logits float32 [rows, vocabSize]. */
  head(params: Params, hidden: Tensor2D, config: Config): Tensor2D;
  /** Multiply-adds of one token's forward pass beside attention, times two. */
  matrixFlopsPerToken(config: Config): number;
  /** The configuration that an experiment asks for. */
  fromSpec(spec: ModelSpec, sizes: { vocabSize: number; contextLength: number }): Config;
  /** The content of config.json. */
  toHuggingFace(config: Config): Record<string, unknown>;
  /** @throws LetheError naming the field of config.json that this implementation cannot honour. */
  fromHuggingFace(json: unknown, where: string): Config;
}
