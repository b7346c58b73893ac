import * as z from 'zod';
import type { Architecture, CommonConfig, Initializer, ParameterSpec } from '../../blocks/architecture.js';
import { checkSizes } from '../../blocks/check-sizes.js';
import { notQuantized, parseModelConfig } from '../../blocks/parse-config.js';

/** A GPT-2 (Radford et al. 2019): learned positions, pre-normalisation, tanh GELU, head usually tied to the embedding. */
export interface Gpt2Config extends CommonConfig {
  architecture: 'gpt2';
  heads: number;
  /** Hidden size of the MLP. */
  mlpWidth: number;
  layerNormEpsilon: number;
  /** Whether the head is the embedding. */
  tied: boolean;
}

const size = z.int().positive();

/** Names of other architectures under which transformers takes the sizes too, and ours. */
const otherNames = {
  hidden_size: 'n_embd',
  max_position_embeddings: 'n_positions',
  num_attention_heads: 'n_head',
  num_hidden_layers: 'n_layer',
} as const;

/** The fields of config.json that decide what the model computes; those with one allowed value are what gpt2-forward.ts does. */
const huggingFaceConfig = z
  .object({
    model_type: z.literal('gpt2'),
    vocab_size: size,
    n_positions: size,
    n_embd: size,
    n_layer: size,
    n_head: size,
    n_inner: size.nullish(),
    activation_function: z.enum(['gelu_new', 'gelu_pytorch_tanh']).default('gelu_new'),
    layer_norm_epsilon: z.number().positive().default(1e-5),
    tie_word_embeddings: z.boolean().default(true),
    scale_attn_weights: z.literal(true).default(true),
    scale_attn_by_inverse_layer_idx: z.literal(false).default(false),
    add_cross_attention: z.literal(false).default(false),
    ...notQuantized,
    ...Object.fromEntries(Object.keys(otherNames).map((name) => [name, size.nullish()])),
  })
  .superRefine((config, context) => {
    for (const [name, field] of Object.entries(otherNames)) {
      const other = config[name as keyof typeof config] ?? config[field];
      if (other === config[field]) continue;
      context.addIssue({ code: 'custom', path: [name], message: `${field} says ${config[field]}` });
    }
  })
  .refine((config) => config.n_embd % config.n_head === 0, {
    error: 'n_embd must be a multiple of n_head',
    path: ['n_head'],
  });

const tying = { embedding: 'wte.weight', head: 'lm_head.weight' };

export const gpt2 = {
  name: 'gpt2',
  modelType: 'gpt2',
  keys: {},
  whereAbsent: { mlpWidth: '4 x width' },
  targets: { lora: ['c_attn'], rankOne: ['c_attn', 'mlp.c_fc'] },
  presets: {
    'gpt2-tiny': { layers: 2, heads: 2, width: 64 },
    'gpt2-mini': { layers: 4, heads: 4, width: 128 },
    'gpt2-small': { layers: 12, heads: 12, width: 768 },
    'gpt2-medium': { layers: 24, heads: 16, width: 1024 },
    'gpt2-large': { layers: 36, heads: 20, width: 1280 },
  },
  check: checkSizes,
  fromSpec: ({ layers, heads, width, mlpWidth = 4 * width }, { vocabSize, contextLength }) => ({
    architecture: 'gpt2',
    vocabSize,
    contextLength,
    layers,
    heads,
    width,
    mlpWidth,
    layerNormEpsilon: 1e-5,
    tied: true,
  }),
  fromHuggingFace(json, where): Gpt2Config {
    const config = parseModelConfig(huggingFaceConfig, json, where, 'a GPT-2 with tanh GELU');
    return {
      architecture: 'gpt2',
      vocabSize: config.vocab_size,
      contextLength: config.n_positions,
      layers: config.n_layer,
      heads: config.n_head,
      width: config.n_embd,
      mlpWidth: config.n_inner ?? 4 * config.n_embd,
      layerNormEpsilon: config.layer_norm_epsilon,
      tied: config.tie_word_embeddings,
    };
  },
  // There is no dropout.
  toHuggingFace: (config) => ({
    activation_function: 'gelu_new',
    architectures: ['GPT2LMHeadModel'],
    attn_pdrop: 0,
    bos_token_id: null,
    dtype: 'float32',
    embd_pdrop: 0,
    eos_token_id: null,
    layer_norm_epsilon: config.layerNormEpsilon,
    model_type: 'gpt2',
    n_embd: config.width,
    n_head: config.heads,
    n_inner: config.mlpWidth,
    n_layer: config.layers,
    n_positions: config.contextLength,
    resid_pdrop: 0,
    tie_word_embeddings: config.tied,
    vocab_size: config.vocabSize,
  }),
  parameters: gpt2Parameters,
  localName: gpt2LocalName,
  tying,
  headWeight: ({ tied }) => (tied ? tying.embedding : tying.head),
  peftPrefix: 'transformer.',
} satisfies Architecture<Gpt2Config, Record<never, never>>;

const ones: Initializer = { constant: 1 };
const zeros: Initializer = { constant: 0 };

/**
 * Every parameter of a GPT-2. Matrices are stored [in, out] (transformers' Conv1D). Weights begin normal with
 * standard deviation 0.02, those that write into the residual stream with 0.02 / sqrt(2 x layers), so that its
 * variance does not grow with depth (GPT-2 report, section 2.3).
 */
function gpt2Parameters(config: Gpt2Config): ParameterSpec[] {
  const { width, mlpWidth } = config;
  const normal: Initializer = { standardDeviation: 0.02 };
  const residual: Initializer = { standardDeviation: 0.02 / Math.sqrt(2 * config.layers) };
  const blocks = Array.from({ length: config.layers }, (_, layer): ParameterSpec[] => {
    const h = `h.${layer}`;
    return [
      { name: `${h}.ln_1.weight`, shape: [width], init: ones },
      { name: `${h}.ln_1.bias`, shape: [width], init: zeros },
      { name: `${h}.attn.c_attn.weight`, shape: [width, 3 * width], init: normal, layout: 'in-out' },
      { name: `${h}.attn.c_attn.bias`, shape: [3 * width], init: zeros },
      { name: `${h}.attn.c_proj.weight`, shape: [width, width], init: residual, layout: 'in-out' },
      { name: `${h}.attn.c_proj.bias`, shape: [width], init: zeros },
      { name: `${h}.ln_2.weight`, shape: [width], init: ones },
      { name: `${h}.ln_2.bias`, shape: [width], init: zeros },
      { name: `${h}.mlp.c_fc.weight`, shape: [width, mlpWidth], init: normal, layout: 'in-out' },
      { name: `${h}.mlp.c_fc.bias`, shape: [mlpWidth], init: zeros },
      { name: `${h}.mlp.c_proj.weight`, shape: [mlpWidth, width], init: residual, layout: 'in-out' },
      { name: `${h}.mlp.c_proj.bias`, shape: [width], init: zeros },
    ];
  });
  const table = [config.vocabSize, width];
  return [
    { name: tying.embedding, shape: table, init: normal, layout: 'embedding' },
    { name: 'wpe.weight', shape: [config.contextLength, width], init: normal, layout: 'embedding' },
    ...blocks.flat(),
    { name: 'ln_f.weight', shape: [width], init: ones },
    { name: 'ln_f.bias', shape: [width], init: zeros },
    ...(config.tied ? [] : [{ name: tying.head, shape: table, init: normal, layout: 'out-in' as const }]),
  ];
}

/** Drops the prefix of GPT2LMHeadModel and the attention masks that old files carry. */
function gpt2LocalName(fileName: string): string | undefined {
  const name = fileName.replace(/^transformer\./, '');
  return /\.attn\.(masked_)?bias$/.test(name) ? undefined : name;
}
