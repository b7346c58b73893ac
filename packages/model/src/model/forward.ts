import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs';
import { architectureOf, architectures, type ModelConfig } from '../architectures/registry.js';
import type { ForwardPass, RowOptions } from '../blocks/forward-pass.js';
import { type Params, readOut } from '../blocks/params.js';

/** Loaded here, once and for all, so that programs need not wait for them. */
const forwardPasses = new Map<string, ForwardPass<ModelConfig>>(
  await Promise.all(architectures.map(async ({ name, load }) => [name, (await load()).forward] as const)),
);

/** tokens int32 [batch, time] -> hidden states float32 [batch, time, width], after the final normalisation. */
export function hiddenStates(
  params: Params,
  tokens: Tensor2D,
  config: ModelConfig,
  options: RowOptions = {},
): Tensor3D {
  return forwardPasses.get(config.architecture)!.hiddenStates(params, tokens, config, options);
}

/** hidden states float32 [rows, width] -> logits float32 [rows, vocabSize]. */
export function head(params: Params, hidden: Tensor2D, config: ModelConfig): Tensor2D {
  const pass = forwardPasses.get(config.architecture)!;
  if (pass.head) return pass.head(params, hidden, config);
  return readOut(params, hidden, architectureOf(config).headWeight(config));
}

/** tokens int32 [batch, time] -> logits float32 [batch, time, vocabSize]. */
export function forward(
  params: Params,
  tokens: Tensor2D,
  config: ModelConfig,
  options: RowOptions = {},
): Tensor3D {
  const [batch, time] = tokens.shape;
  const hidden = hiddenStates(params, tokens, config, options).as2D(batch * time, config.width);
  return head(params, hidden, config).as3D(batch, time, config.vocabSize);
}
