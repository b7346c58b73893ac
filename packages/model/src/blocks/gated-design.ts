import type { Architecture, Initializer, ParameterSpec } from './architecture.js';
import { type GatedDecoderConfig, gatedKeys, gatedWhereAbsent } from './gated-config.js';
import type { RotaryConfig } from './rotary-config.js';

/** What a layer of a gated decoder attends to. */
export interface GatedLayer {
  /** Positions that it sees, the current one included; null for all before it. */
  window: number | null;
  rotary: RotaryConfig;
}

/**
 * What differs between gated decoders: pre-normalised blocks of attention and a gated MLP without biases, as in Llama,
 * unless it says otherwise. `gatedForward` computes it.
 */
export interface GatedDesign<Config extends GatedDecoderConfig> {
  /** RMSNorm, whose gain is stored less `offset`; layer norm without parameters by default. */
  rmsNorm?(config: Config): { epsilon: number; offset: number };
  /** Whether the projections to queries, keys and values have biases. */
  queryKeyValueBias?: boolean;
  /** Whether the queries and keys of each head are normalised. */
  queryKeyNorm?: boolean;
  /** Whether what attention and MLP write is normalised too. */
  normAfter?: boolean;
  /** Queries, keys and values are clipped to [-clip, clip]; null for no clipping. */
  clip?(config: Config): number | null;
  /** Activation of the gate; SiLU by default. */
  activation?: 'silu' | 'gelu-tanh';
  /** Factor on the embeddings; 1 by default. */
  embeddingScale?(config: Config): number;
  /** Factor on the products of queries and keys; 1 / sqrt(headWidth) by default. */
  scoreScale?(config: Config): number;
  /** Bound c by which scores s become c tanh(s / c); null for none. */
  scoreCap?(config: Config): number | null;
  /** Bound c by which logits x become c tanh(x / c); null for none. */
  logitCap?(config: Config): number | null;
  /** What a layer attends to; all positions before it by default. */
  layer?(config: Config, layer: number): GatedLayer;
}

/** What the declarations of gated decoders share, and the design, from which the registry has their forward pass. */
export function gatedDecoder<Config extends GatedDecoderConfig>(design: GatedDesign<Config>) {
  return {
    design,
    keys: gatedKeys,
    whereAbsent: gatedWhereAbsent,
    targets: { lora: ['q_proj', 'v_proj'], rankOne: ['q_proj', 'up_proj'] },
    parameters: (config: Config) => gatedParameters(config, design),
    localName: gatedLocalName,
    tying: gatedTying,
    headWeight: gatedHeadWeight,
  } satisfies Partial<Architecture<Config, typeof gatedKeys>> & { design: GatedDesign<Config> };
}

const gatedTying = { embedding: 'model.embed_tokens.weight', head: 'lm_head.weight' };

/** Name of the matrix that gives the logits. */
export const gatedHeadWeight = ({ tied }: GatedDecoderConfig): string =>
  tied ? gatedTying.embedding : gatedTying.head;

/** Adds the prefix that files of a model without its head lack, and drops old tables of frequencies. */
function gatedLocalName(fileName: string): string | undefined {
  if (fileName === gatedTying.head) return fileName;
  if (fileName.endsWith('.rotary_emb.inv_freq')) return undefined;
  return fileName.startsWith('model.') ? fileName : `model.${fileName}`;
}

/**
 * Every parameter. Weights begin normal with standard deviation 0.02, those that write into the residual stream with
 * 0.02 / sqrt(2 x layers).
 */
function gatedParameters<Config extends GatedDecoderConfig>(
  config: Config,
  design: GatedDesign<Config>,
): ParameterSpec[] {
  const { width, heads, keyValueHeads, headWidth, mlpWidth } = config;
  const normal: Initializer = { standardDeviation: 0.02 };
  const residual: Initializer = { standardDeviation: 0.02 / Math.sqrt(2 * config.layers) };
  const norm = design.rmsNorm?.(config);
  const gain = (name: string, length = width): ParameterSpec[] =>
    norm ? [{ name: `${name}.weight`, shape: [length], init: { constant: 1 - norm.offset } }] : [];
  const gainAfter = (name: string): ParameterSpec[] => (design.normAfter ? gain(name) : []);
  const matrix = (name: string, outs: number, ins: number, init = normal): ParameterSpec => ({
    name: `${name}.weight`,
    shape: [outs, ins],
    init,
    layout: name === 'model.embed_tokens' ? 'embedding' : 'out-in',
  });
  const projection = (name: string, outs: number): ParameterSpec[] => [
    matrix(name, outs, width),
    ...(design.queryKeyValueBias ? [{ name: `${name}.bias`, shape: [outs], init: { constant: 0 } }] : []),
  ];
  const blocks = Array.from({ length: config.layers }, (_, layer): ParameterSpec[] => {
    const block = `model.layers.${layer}`;
    const attention = `${block}.self_attn`;
    return [
      ...gain(`${block}.input_layernorm`),
      ...projection(`${attention}.q_proj`, heads * headWidth),
      ...projection(`${attention}.k_proj`, keyValueHeads * headWidth),
      ...projection(`${attention}.v_proj`, keyValueHeads * headWidth),
      ...(design.queryKeyNorm
        ? [...gain(`${attention}.q_norm`, headWidth), ...gain(`${attention}.k_norm`, headWidth)]
        : []),
      matrix(`${attention}.o_proj`, width, heads * headWidth, residual),
      ...gainAfter(`${block}.post_attention_layernorm`),
      ...gain(normBeforeMlp(block, design)),
      matrix(`${block}.mlp.gate_proj`, mlpWidth, width),
      matrix(`${block}.mlp.up_proj`, mlpWidth, width),
      matrix(`${block}.mlp.down_proj`, width, mlpWidth, residual),
      ...gainAfter(`${block}.post_feedforward_layernorm`),
    ];
  });
  return [
    matrix('model.embed_tokens', config.vocabSize, width),
    ...blocks.flat(),
    ...gain('model.norm'),
    ...(config.tied ? [] : [matrix('lm_head', config.vocabSize, width)]),
  ];
}

/** Llama calls the norm before the MLP by the name that Gemma has for the one after attention. */
export function normBeforeMlp(block: string, { normAfter }: { normAfter?: boolean }): string {
  return normAfter ? `${block}.pre_feedforward_layernorm` : `${block}.post_attention_layernorm`;
}
