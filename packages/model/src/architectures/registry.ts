import type { Architecture, CommonConfig, ModelKeys } from '../blocks/architecture.js';
import type { ForwardPass } from '../blocks/forward-pass.js';
import type { GatedDecoderConfig } from '../blocks/gated-config.js';
import type { GatedDesign } from '../blocks/gated-design.js';
import { gemma2 } from './gemma2/gemma2.js';
import { gemma3 } from './gemma3/gemma3.js';
import { gptNeox } from './gpt-neox/gpt-neox.js';
import { gpt2 } from './gpt2/gpt2.js';
import { llama } from './llama/llama.js';
import { mistral } from './mistral/mistral.js';
import { olmo } from './olmo/olmo.js';
import { oneLayer } from './one-layer/one-layer.js';
import { qwen2 } from './qwen2/qwen2.js';
import { qwen3 } from './qwen3/qwen3.js';

/** Every architecture and its forward pass, which alone needs TensorFlow and is loaded when it is asked for. */
export const architectures = [
  register(gpt2, () => import('./gpt2/gpt2-forward.js')),
  registerGated(llama),
  registerGated(olmo),
  register(gptNeox, () => import('./gpt-neox/gpt-neox-forward.js')),
  register(oneLayer, () => import('./one-layer/one-layer-forward.js')),
  registerGated(qwen2),
  registerGated(qwen3),
  registerGated(mistral),
  registerGated(gemma2),
  registerGated(gemma3),
] as const;

function register<A extends Architecture<CommonConfig, ModelKeys>>(
  architecture: A,
  load: () => Promise<{ forward: ForwardPass<ReturnType<A['fromHuggingFace']>> }>,
) {
  return { ...architecture, load };
}

/** A gated decoder needs no file for its forward pass, which its design describes. */
function registerGated<A extends Architecture<CommonConfig, ModelKeys>>(
  architecture: A & { design: GatedDesign<ReturnType<A['fromHuggingFace']> & GatedDecoderConfig> },
) {
  return register<A>(architecture, () =>
    import('../blocks/gated-forward.js').then(({ gatedForward }) => ({
      forward: gatedForward(architecture.design),
    })),
  );
}

type Registered = (typeof architectures)[number];

/** Names of the families of models that can be trained. */
export type ArchitectureName = Registered['name'];

/** The configuration of a model of any architecture. */
export type ModelConfig = ReturnType<Registered['fromHuggingFace']>;

/** What the architecture of this name, or of this configuration, declares. */
export function architectureOf(
  of: ArchitectureName | Pick<ModelConfig, 'architecture'>,
): Architecture<ModelConfig, ModelKeys> {
  const wanted = typeof of === 'string' ? of : of.architecture;
  // Every function of it is called with the configuration that chose it.
  return architectures.find(({ name }) => name === wanted) as unknown as Architecture<ModelConfig, ModelKeys>;
}
