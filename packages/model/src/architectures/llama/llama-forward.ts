import { rmsNorm } from '@lethe/runtime';
import type { Architecture } from '../../blocks/architecture.js';
import {
  gatedHead,
  gatedHiddenStates,
  gatedLocalName,
  gatedMatrixFlops,
  gatedParameters,
} from '../../blocks/gated-decoder.js';
import { param } from '../../blocks/params.js';
import { type LlamaConfig, llamaFromHuggingFace, llamaFromSpec, llamaToHuggingFace } from './llama.js';

/** The Llama architecture: the gated decoder with RMSNorm. */
export const llama: Architecture<LlamaConfig> = {
  name: 'llama',
  modelType: 'llama',
  peftPrefix: '',
  parameters: (config) => gatedParameters(config, true),
  localName: gatedLocalName,
  fromSpec: llamaFromSpec,
  fromHuggingFace: llamaFromHuggingFace,
  toHuggingFace: llamaToHuggingFace,
  hiddenStates: (params, tokens, config, options) =>
    gatedHiddenStates(
      params,
      tokens,
      config,
      { norm: (params, name, x) => rmsNorm(x, param(params, `${name}.weight`), config.rmsNormEpsilon) },
      options,
    ),
  head: gatedHead,
  matrixFlopsPerToken: gatedMatrixFlops,
};
