import type { Initializer, ParameterSpec } from '../../blocks/architecture.js';
import type { Gpt2Config } from './gpt2.js';

const ones: Initializer = { constant: 1 };
const zeros: Initializer = { constant: 0 };

/**
 * Every parameter of a GPT-2. Matrices are stored [in, out] (transformers' Conv1D). Weights begin normal with
 * standard deviation 0.02, those that write into the residual stream with 0.02 / sqrt(2 x layers), so that its
 * variance does not grow with depth (GPT-2 report, section 2.3).
 */
export function gpt2Parameters(config: Gpt2Config): ParameterSpec[] {
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
  return [
    { name: 'wte.weight', shape: [config.vocabSize, width], init: normal, layout: 'embedding' },
    { name: 'wpe.weight', shape: [config.contextLength, width], init: normal, layout: 'embedding' },
    ...blocks.flat(),
    { name: 'ln_f.weight', shape: [width], init: ones },
    { name: 'ln_f.bias', shape: [width], init: zeros },
  ];
}

/** Drops the prefix of GPT2LMHeadModel, the tied head and the attention masks that old files carry. */
export function gpt2LocalName(fileName: string): string | undefined {
  const name = fileName.replace(/^transformer\./, '');
  return name === 'lm_head.weight' || /\.attn\.(masked_)?bias$/.test(name) ? undefined : name;
}
