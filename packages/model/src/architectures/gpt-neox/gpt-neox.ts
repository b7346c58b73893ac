import { LetheError } from '@lethe/contracts';
import * as z from 'zod';
import type { Architecture, CommonConfig, Initializer, ParameterSpec } from '../../blocks/architecture.js';
import { checkSizes } from '../../blocks/check-sizes.js';
import { tiedKey } from '../../blocks/gated-config.js';
import { notQuantized, parseModelConfig } from '../../blocks/parse-config.js';
import {
  checkRotary,
  huggingFaceRotary,
  type RotaryConfig,
  rotaryFromHuggingFace,
  rotaryFromSpec,
  rotaryKey,
  rotaryToHuggingFace,
} from '../../blocks/rotary-config.js';

/** Pythia rotates a quarter of each head. */
const ROTARY_FRACTION = 0.25;

/** A GPT-NeoX (arXiv 2204.06745), such as Pythia (arXiv 2304.01373): attention and MLP side by side, partial rotary. */
export interface GptNeoxConfig extends CommonConfig {
  architecture: 'gpt-neox';
  heads: number;
  /** Hidden size of the MLP. */
  mlpWidth: number;
  rotary: RotaryConfig;
  /** Whether attention and MLP read the same residual stream; one after the other otherwise. */
  parallelResidual: boolean;
  layerNormEpsilon: number;
  /** `gelu` is the exact form, `gelu-tanh` its approximation. */
  activation: 'gelu' | 'gelu-tanh';
  /** Whether the head is the embedding. */
  tied: boolean;
}

const size = z.int().positive();

const huggingFaceConfig = z
  .object({
    model_type: z.literal('gpt_neox'),
    vocab_size: size,
    max_position_embeddings: size,
    hidden_size: size,
    intermediate_size: size,
    num_hidden_layers: size,
    num_attention_heads: size,
    hidden_act: z.enum(['gelu', 'gelu_new', 'gelu_fast', 'gelu_pytorch_tanh']).default('gelu'),
    attention_bias: z.literal(true).default(true),
    use_parallel_residual: z.boolean().default(true),
    layer_norm_eps: z.number().positive().default(1e-5),
    tie_word_embeddings: z.boolean().default(false),
    ...huggingFaceRotary,
    ...notQuantized,
    // Names from before transformers 5.
    rotary_emb_base: z.number().positive().nullish(),
    rotary_pct: z.number().positive().max(1).nullish(),
    head_dim: size.nullish(),
  })
  .refine((config) => config.hidden_size % config.num_attention_heads === 0, {
    error: 'hidden_size must be a multiple of num_attention_heads',
    path: ['num_attention_heads'],
  })
  .refine(
    ({ head_dim, hidden_size, num_attention_heads }) =>
      (head_dim ?? hidden_size / num_attention_heads) === hidden_size / num_attention_heads,
    { error: 'heads of another width than hidden_size / num_attention_heads', path: ['head_dim'] },
  );

const keys = { tied: tiedKey, rotary: rotaryKey };
const tying = { embedding: 'gpt_neox.embed_in.weight', head: 'embed_out.weight' };

export const gptNeox = {
  name: 'gpt-neox',
  modelType: 'gpt_neox',
  keys,
  whereAbsent: { mlpWidth: '4 x width', tied: 'false' },
  meaning: { rotary: 'of a quarter of each head unless fraction says otherwise' },
  targets: { lora: ['query_key_value'], rankOne: ['query_key_value', 'dense_h_to_4h'] },
  presets: {
    'pythia-tiny': { layers: 2, heads: 2, width: 64 },
    'pythia-14m': { layers: 6, heads: 4, width: 128 },
    'pythia-31m': { layers: 6, heads: 8, width: 256 },
    'pythia-70m': { layers: 6, heads: 8, width: 512 },
    'pythia-160m': { layers: 12, heads: 12, width: 768 },
    'pythia-410m': { layers: 24, heads: 16, width: 1024 },
    'pythia-1b': { layers: 16, heads: 8, width: 2048 },
  },
  check(model, issue) {
    checkSizes(model, issue);
    checkRotary(model, issue);
  },
  // Pythia's choices.
  fromSpec: ({ layers, heads, width, mlpWidth = 4 * width, rotary, tied = false }, sizes) => ({
    architecture: 'gpt-neox',
    ...sizes,
    layers,
    heads,
    width,
    mlpWidth,
    rotary: rotaryFromSpec(rotary, width / heads, ROTARY_FRACTION),
    parallelResidual: true,
    layerNormEpsilon: 1e-5,
    activation: 'gelu',
    tied,
  }),
  fromHuggingFace(json, where): GptNeoxConfig {
    const config = parseModelConfig(huggingFaceConfig, json, where, 'a GPT-NeoX with biases and GELU');
    const headWidth = config.hidden_size / config.num_attention_heads;
    const rotary = rotaryFromHuggingFace(config, headWidth, {
      fraction: config.rotary_pct ?? ROTARY_FRACTION,
      theta: config.rotary_emb_base ?? 10_000,
    });
    if (rotary.scaling) {
      throw new LetheError({
        what: 'this GPT-NeoX scales its rotary positions',
        where,
        found: 'rope scaling',
      });
    }
    return {
      architecture: 'gpt-neox',
      vocabSize: config.vocab_size,
      contextLength: config.max_position_embeddings,
      layers: config.num_hidden_layers,
      heads: config.num_attention_heads,
      width: config.hidden_size,
      mlpWidth: config.intermediate_size,
      rotary,
      parallelResidual: config.use_parallel_residual,
      layerNormEpsilon: config.layer_norm_eps,
      activation: config.hidden_act === 'gelu' ? 'gelu' : 'gelu-tanh',
      tied: config.tie_word_embeddings,
    };
  },
  toHuggingFace(config) {
    const headWidth = config.width / config.heads;
    return {
      architectures: ['GPTNeoXForCausalLM'],
      attention_bias: true,
      attention_dropout: 0,
      bos_token_id: null,
      dtype: 'float32',
      eos_token_id: null,
      hidden_act: config.activation === 'gelu' ? 'gelu' : 'gelu_new',
      hidden_dropout: 0,
      hidden_size: config.width,
      intermediate_size: config.mlpWidth,
      layer_norm_eps: config.layerNormEpsilon,
      max_position_embeddings: config.contextLength,
      model_type: 'gpt_neox',
      num_attention_heads: config.heads,
      num_hidden_layers: config.layers,
      ...rotaryToHuggingFace(config.rotary, headWidth),
      rotary_emb_base: config.rotary.theta,
      rotary_pct: config.rotary.width / headWidth,
      tie_word_embeddings: config.tied,
      use_parallel_residual: config.parallelResidual,
      vocab_size: config.vocabSize,
    };
  },
  parameters: gptNeoxParameters,
  localName: gptNeoxLocalName,
  tying,
  headWeight: ({ tied }) => (tied ? tying.embedding : tying.head),
} satisfies Architecture<GptNeoxConfig, typeof keys>;

/**
 * Every parameter of a GPT-NeoX. Matrices are stored [out, in]. Weights begin normal with standard deviation 0.02,
 * those that write into the residual stream with 0.02 / sqrt(2 x layers).
 */
function gptNeoxParameters(config: GptNeoxConfig): ParameterSpec[] {
  const { width, mlpWidth } = config;
  const normal: Initializer = { standardDeviation: 0.02 };
  const residual: Initializer = { standardDeviation: 0.02 / Math.sqrt(2 * config.layers) };
  const norm = (name: string): ParameterSpec[] => [
    { name: `${name}.weight`, shape: [width], init: { constant: 1 } },
    { name: `${name}.bias`, shape: [width], init: { constant: 0 } },
  ];
  const layer = (name: string, outs: number, ins: number, init: Initializer): ParameterSpec[] => [
    { name: `${name}.weight`, shape: [outs, ins], init, layout: 'out-in' },
    { name: `${name}.bias`, shape: [outs], init: { constant: 0 } },
  ];
  const blocks = Array.from({ length: config.layers }, (_, number): ParameterSpec[] => {
    const block = `gpt_neox.layers.${number}`;
    return [
      ...norm(`${block}.input_layernorm`),
      ...norm(`${block}.post_attention_layernorm`),
      ...layer(`${block}.attention.query_key_value`, 3 * width, width, normal),
      ...layer(`${block}.attention.dense`, width, width, residual),
      ...layer(`${block}.mlp.dense_h_to_4h`, mlpWidth, width, normal),
      ...layer(`${block}.mlp.dense_4h_to_h`, width, mlpWidth, residual),
    ];
  });
  const table = [config.vocabSize, width];
  return [
    { name: tying.embedding, shape: table, init: normal, layout: 'embedding' },
    ...blocks.flat(),
    ...norm('gpt_neox.final_layer_norm'),
    ...(config.tied ? [] : [{ name: tying.head, shape: table, init: normal, layout: 'out-in' as const }]),
  ];
}

/**
 * Adds the prefix that files of a model without its head lack, and drops masks and tables of frequencies.
 * The head is `embed_out` in published files, `lm_head` in memory of transformers 5.
 */
function gptNeoxLocalName(fileName: string): string | undefined {
  if (fileName === tying.head || fileName === 'lm_head.weight') return tying.head;
  if (/\.attention\.(masked_)?bias$|\.rotary_emb\.inv_freq$/.test(fileName)) return undefined;
  return fileName.startsWith('gpt_neox.') ? fileName : `gpt_neox.${fileName}`;
}
