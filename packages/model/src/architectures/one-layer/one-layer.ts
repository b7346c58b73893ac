import * as z from 'zod';
import type {
  Architecture,
  CommonConfig,
  ParameterSpec,
  ReportIssue,
  WrittenModel,
} from '../../blocks/architecture.js';
import { parseModelConfig } from '../../blocks/parse-config.js';

/**
 * The one-layer transformer of arXiv 2508.00901: softmax self-attention with one merged query-key matrix and no value
 * matrix, then an MLP, or a linear map alone (the attention-only ablation). It knows no positions.
 */
export interface OneLayerConfig extends CommonConfig {
  architecture: 'one-layer';
  heads: 1;
  /**
   * `one-hot`: orthonormal embeddings as wide as the vocabulary (the theory's); `frozen`: Gaussian ones with variance
   * 1 / width that are never trained; `trained`: the same, trained.
   */
  embeddings: 'one-hot' | 'frozen' | 'trained';
  /** Neurons of the MLP; 0 for attention only. */
  mlpWidth: number;
}

const size = z.int().positive();

const huggingFaceConfig = z
  .object({
    model_type: z.literal('lethe_one_layer'),
    vocab_size: size,
    max_position_embeddings: size,
    hidden_size: size,
    embeddings: z.enum(['one-hot', 'frozen', 'trained']),
    intermediate_size: z.int().nonnegative(),
  })
  .refine((config) => config.embeddings !== 'one-hot' || config.hidden_size === config.vocab_size, {
    error: 'one-hot embeddings are as wide as the vocabulary',
    path: ['hidden_size'],
  });

const keys = {
  embeddings: z
    .enum(['one-hot', 'frozen', 'trained'])
    .optional()
    .describe(
      'orthonormal embeddings (as in arXiv 2508.00901), random ones that are never trained, or trained ones',
    ),
  attentionOnly: z.boolean().optional().describe('leave out the MLP'),
};

export const oneLayer = {
  name: 'one-layer',
  modelType: 'lethe_one_layer',
  keys,
  whereAbsent: { mlpWidth: '4 x width' },
  meaning: { width: 'the size of the embeddings, unless they are one-hot' },
  targets: { lora: ['mlp.in'], rankOne: ['mlp.in', 'head'] },
  presets: {},
  check,
  fromSpec(model, sizes) {
    const embeddings = model.embeddings ?? 'one-hot';
    const width = embeddings === 'one-hot' ? sizes.vocabSize : model.width;
    return {
      architecture: 'one-layer',
      ...sizes,
      layers: 1,
      heads: 1,
      width,
      embeddings,
      mlpWidth: model.attentionOnly ? 0 : (model.mlpWidth ?? 4 * width),
    };
  },
  fromHuggingFace(json, where): OneLayerConfig {
    const config = parseModelConfig(huggingFaceConfig, json, where, 'a one-layer model that Lethe wrote');
    return {
      architecture: 'one-layer',
      vocabSize: config.vocab_size,
      contextLength: config.max_position_embeddings,
      layers: 1,
      heads: 1,
      width: config.hidden_size,
      embeddings: config.embeddings,
      mlpWidth: config.intermediate_size,
    };
  },
  // transformers has no such model.
  toHuggingFace: (config) => ({
    embeddings: config.embeddings,
    hidden_size: config.width,
    intermediate_size: config.mlpWidth,
    max_position_embeddings: config.contextLength,
    model_type: 'lethe_one_layer',
    vocab_size: config.vocabSize,
  }),
  parameters: oneLayerParameters,
  localName: (fileName) => fileName,
  headWeight: ({ mlpWidth }) => (mlpWidth === 0 ? 'head.weight' : 'mlp.out.weight'),
} satisfies Architecture<OneLayerConfig, typeof keys>;

function check(model: WrittenModel<typeof keys>, issue: ReportIssue): void {
  for (const key of ['layers', 'heads'] as const) {
    if (model[key] !== undefined && model[key] !== 1) issue(key, 'a one-layer model has one; leave it out');
  }
  const oneHot = (model.embeddings ?? 'one-hot') === 'one-hot';
  if (oneHot && model.width) issue('width', 'one-hot embeddings are as wide as the vocabulary; leave it out');
  if (!oneHot && !model.width) issue('width', 'expected the size of the embeddings');
  if (model.attentionOnly && model.mlpWidth !== undefined)
    issue('mlpWidth', 'the model has no MLP; leave it out');
  if (!model.attentionOnly && oneHot && model.mlpWidth === undefined) {
    issue('mlpWidth', 'expected the hidden size of the MLP');
  }
}

/** Matrices [out, in]. Attention begins uniform, so W_KQ is 0; the others begin normal with variance 1 / in. */
function oneLayerParameters({ vocabSize, width, mlpWidth, embeddings }: OneLayerConfig): ParameterSpec[] {
  const matrix = (name: string, outs: number, ins: number): ParameterSpec => ({
    name,
    shape: [outs, ins],
    init: { standardDeviation: 1 / Math.sqrt(ins) },
    layout: 'out-in',
  });
  const table: ParameterSpec = {
    name: 'embed.weight',
    shape: [vocabSize, width],
    init: { standardDeviation: 1 / Math.sqrt(width) },
    layout: 'embedding',
    ...(embeddings === 'frozen' ? { frozen: true } : {}),
  };
  return [
    ...(embeddings === 'one-hot' ? [] : [table]),
    { name: 'attn.kq.weight', shape: [width, width], init: { constant: 0 }, layout: 'out-in' },
    ...(mlpWidth === 0
      ? [matrix('head.weight', vocabSize, width)]
      : [
          matrix('mlp.in.weight', mlpWidth, width),
          { name: 'mlp.in.bias', shape: [mlpWidth], init: { constant: 0 } },
          matrix('mlp.out.weight', vocabSize, mlpWidth),
        ]),
  ];
}
