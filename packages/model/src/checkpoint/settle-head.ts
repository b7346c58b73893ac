import { architectureOf, type ModelConfig } from '../architectures/registry.js';
import { isTied } from '../model/model-size.js';
import type { LazyWeight } from '../safetensors/weights.js';

/**
 * What a file says about a head that config.json ties to the embedding. As in transformers 5, either of the two names
 * is enough for the one matrix, and where both are stored and differ, the model is not tied: tools that merge adapters
 * leave such files.
 * @param stored tensors of the file, by our names
 * @returns the configuration that the weights have, and its weights
 */
export function settleHead(
  config: ModelConfig,
  stored: ReadonlyMap<string, LazyWeight>,
): { config: ModelConfig; found: Map<string, LazyWeight> } {
  const found = new Map(stored);
  const { tying } = architectureOf(config);
  const head = tying && found.get(tying.head);
  if (!head || !isTied(config)) return { config, found };
  const embedding = found.get(tying.embedding);
  if (embedding && !isEqual(embedding, head))
    return { config: { ...config, tied: false } as ModelConfig, found };
  found.set(tying.embedding, embedding ?? head);
  found.delete(tying.head);
  return { config, found };
}

function isEqual(a: LazyWeight, b: LazyWeight): boolean {
  return a.shape.join() === b.shape.join() && bytesOf(a).equals(bytesOf(b));
}

function bytesOf(weight: LazyWeight): Buffer {
  const { buffer, byteOffset, byteLength } = weight.values();
  return Buffer.from(buffer, byteOffset, byteLength);
}
