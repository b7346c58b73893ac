import type { Initializer, ParameterSpec } from '../../blocks/architecture.js';
import type { GptNeoxConfig } from './gpt-neox.js';

/**
 * Every parameter of a GPT-NeoX. Matrices are stored [out, in]. Weights begin normal with standard deviation 0.02,
 * those that write into the residual stream with 0.02 / sqrt(2 x layers).
 */
export function gptNeoxParameters(config: GptNeoxConfig): ParameterSpec[] {
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
    { name: 'gpt_neox.embed_in.weight', shape: table, init: normal, layout: 'embedding' },
    ...blocks.flat(),
    ...norm('gpt_neox.final_layer_norm'),
    ...(config.tied
      ? []
      : [{ name: 'embed_out.weight', shape: table, init: normal, layout: 'out-in' as const }]),
  ];
}

/**
 * Adds the prefix that files of a model without its head lack, and drops tied heads, masks and tables of frequencies.
 * The head is `embed_out` in published files, `lm_head` in memory of transformers 5.
 */
export function gptNeoxLocalName(fileName: string, { tied }: GptNeoxConfig): string | undefined {
  if (fileName === 'embed_out.weight' || fileName === 'lm_head.weight') {
    return tied ? undefined : 'embed_out.weight';
  }
  if (/\.attention\.(masked_)?bias$|\.rotary_emb\.inv_freq$/.test(fileName)) return undefined;
  return fileName.startsWith('gpt_neox.') ? fileName : `gpt_neox.${fileName}`;
}
