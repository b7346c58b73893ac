import { standardize } from '@lethe/runtime';
import type { Tensor2D } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';
import type { Architecture } from '../../blocks/architecture.js';
import {
  gatedHead,
  gatedHiddenStates,
  gatedLocalName,
  gatedMatrixFlops,
  gatedParameters,
} from '../../blocks/gated-decoder.js';
import { type OlmoConfig, olmoFromHuggingFace, olmoFromSpec, olmoToHuggingFace } from './olmo.js';

/** The OLMo architecture: the gated decoder with layer norms that have no parameters. */
export const olmo: Architecture<OlmoConfig> = {
  name: 'olmo',
  modelType: 'olmo',
  peftPrefix: '',
  parameters: (config) => gatedParameters(config, false),
  localName: gatedLocalName,
  fromSpec: olmoFromSpec,
  fromHuggingFace: olmoFromHuggingFace,
  toHuggingFace: olmoToHuggingFace,
  hiddenStates(params, tokens, config, options) {
    const { clipQkv } = config;
    const parts = {
      norm: (_params: unknown, _name: string, x: Tensor2D) => standardize(x),
      ...(clipQkv === null ? {} : { afterProjection: (x: Tensor2D) => tf.clipByValue(x, -clipQkv, clipQkv) }),
    };
    return gatedHiddenStates(params, tokens, config, parts, options);
  },
  head: gatedHead,
  matrixFlopsPerToken: gatedMatrixFlops,
};
