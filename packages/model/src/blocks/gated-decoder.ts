import { embed, rotaryAngles, swiglu } from '@lethe/runtime';
import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';
import type { CommonConfig, Initializer, ParameterSpec, RowOptions } from './architecture.js';
import { attend } from './attend.js';
import { linear } from './linear.js';
import { type Params, param, tiedHead } from './params.js';
import { type RotaryConfig, rotaryFrequencies } from './rotary-config.js';

/**
 * What Llama and OLMo share: pre-normalised blocks of grouped-query attention with rotary positions and of a SwiGLU
 * MLP, without biases. They differ in the norm and in details of attention.
 */
export interface GatedDecoderConfig extends CommonConfig {
  heads: number;
  keyValueHeads: number;
  /** Size of one head. */
  headWidth: number;
  /** Hidden size of the MLP. */
  mlpWidth: number;
  rotary: RotaryConfig;
  /** Whether the head is the embedding. */
  tied: boolean;
}

/** What differs between the members of the family. */
export interface GatedDecoderParts {
  /** Normalises rows, float32 [rows, width]; `name` is the Hugging Face name of the layer. */
  norm(params: Params, name: string, x: Tensor2D): Tensor2D;
  /** Applied to queries, keys and values before they are split into heads. */
  afterProjection?: (x: Tensor2D) => Tensor2D;
}

// Shapes: B batch, T time, C width, V vocabulary; matrix products take B and T as one axis of rows.

/** tokens int32 [B, T] -> float32 [B, T, C], after the final normalisation. */
export function gatedHiddenStates(
  params: Params,
  tokens: Tensor2D,
  config: GatedDecoderConfig,
  { norm, afterProjection = (x) => x }: GatedDecoderParts,
  { documents }: RowOptions,
): Tensor3D {
  const [batch, time] = tokens.shape;
  const { heads, keyValueHeads, width } = config;
  const angles = rotaryAngles(rotaryFrequencies(config.rotary), time);
  let x: Tensor2D = embed(param(params, 'model.embed_tokens.weight'), tokens.as1D()); // [B*T, C]
  for (let layer = 0; layer < config.layers; layer++) {
    const block = `model.layers.${layer}`;
    const before = norm(params, `${block}.input_layernorm`, x);
    const [q, k, v] = ['q', 'k', 'v'].map((name) =>
      afterProjection(linear(params, `${block}.self_attn.${name}_proj`, before)),
    );
    const mixed = attend(q!, k!, v!, { batch, heads, keyValueHeads, angles, documents });
    x = x.add(linear(params, `${block}.self_attn.o_proj`, mixed));
    const middle = norm(params, `${block}.post_attention_layernorm`, x);
    const gate = linear(params, `${block}.mlp.gate_proj`, middle); // [B*T, M]
    const hidden = swiglu(gate, linear(params, `${block}.mlp.up_proj`, middle));
    x = x.add(linear(params, `${block}.mlp.down_proj`, hidden));
  }
  return norm(params, 'model.norm', x).as3D(batch, time, width);
}

/** [rows, C] -> [rows, V] */
export function gatedHead(params: Params, hidden: Tensor2D, { tied }: GatedDecoderConfig): Tensor2D {
  const matrix = tied
    ? tiedHead(params, 'model.embed_tokens.weight')
    : param<Tensor2D>(params, 'lm_head.weight');
  return tf.matMul(hidden, matrix, false, true);
}

/**
 * Every parameter but those of the norms' gains, which `gains` adds. Weights begin normal with standard deviation
 * 0.02, those that write into the residual stream with 0.02 / sqrt(2 x layers).
 */
export function gatedParameters(config: GatedDecoderConfig, gains: boolean): ParameterSpec[] {
  const { width, heads, keyValueHeads, headWidth, mlpWidth } = config;
  const normal: Initializer = { standardDeviation: 0.02 };
  const residual: Initializer = { standardDeviation: 0.02 / Math.sqrt(2 * config.layers) };
  const gain = (name: string): ParameterSpec[] =>
    gains ? [{ name: `${name}.weight`, shape: [width], init: { constant: 1 } }] : [];
  const matrix = (name: string, outs: number, ins: number, init = normal): ParameterSpec => ({
    name: `${name}.weight`,
    shape: [outs, ins],
    init,
    layout: name === 'model.embed_tokens' ? 'embedding' : 'out-in',
  });
  const blocks = Array.from({ length: config.layers }, (_, layer): ParameterSpec[] => {
    const block = `model.layers.${layer}`;
    return [
      ...gain(`${block}.input_layernorm`),
      matrix(`${block}.self_attn.q_proj`, heads * headWidth, width),
      matrix(`${block}.self_attn.k_proj`, keyValueHeads * headWidth, width),
      matrix(`${block}.self_attn.v_proj`, keyValueHeads * headWidth, width),
      matrix(`${block}.self_attn.o_proj`, width, heads * headWidth, residual),
      ...gain(`${block}.post_attention_layernorm`),
      matrix(`${block}.mlp.gate_proj`, mlpWidth, width),
      matrix(`${block}.mlp.up_proj`, mlpWidth, width),
      matrix(`${block}.mlp.down_proj`, width, mlpWidth, residual),
    ];
  });
  return [
    matrix('model.embed_tokens', config.vocabSize, width),
    ...blocks.flat(),
    ...gain('model.norm'),
    ...(config.tied ? [] : [matrix('lm_head', config.vocabSize, width)]),
  ];
}

/** Adds the prefix that files of a model without its head lack, and drops tied heads and old tables of frequencies. */
export function gatedLocalName(fileName: string, { tied }: GatedDecoderConfig): string | undefined {
  if (fileName === 'lm_head.weight') return tied ? undefined : fileName;
  if (fileName.endsWith('.rotary_emb.inv_freq')) return undefined;
  return fileName.startsWith('model.') ? fileName : `model.${fileName}`;
}

/** Two operations per weight and token, beside attention. */
export function gatedMatrixFlops(config: GatedDecoderConfig): number {
  const { layers, width, heads, keyValueHeads, headWidth, mlpWidth, vocabSize } = config;
  const attention = 2 * width * headWidth * (heads + keyValueHeads);
  return 2 * (layers * (attention + 3 * width * mlpWidth) + width * vocabSize);
}

/** The usual hidden size of a gated MLP: as many weights as an MLP of two matrices and 4 x width has. */
export function gatedMlpWidth(width: number): number {
  return 32 * Math.ceil((8 * width) / 3 / 32);
}
