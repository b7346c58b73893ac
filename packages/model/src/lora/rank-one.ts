import { LetheError } from '@lethe/contracts';
import { architectureOf, type ModelConfig } from '../architectures/registry.js';
import type { LazyWeights, Weights } from '../safetensors/weights.js';
import { initLora } from './apply-lora.js';
import type { LoraConfig } from './lora-config.js';
import { loraTargets } from './lora-parameters.js';

/**
 * A change v u^T of matrices as an adapter of rank 1 whose A is u, a fixed direction, and whose B is v: PEFT reads
 * it, and it merges as any other.
 */
export function rankOneLora(targets: readonly string[]): LoraConfig {
  return { rank: 1, alpha: 1, targets };
}

/**
 * The direction of a token in the residual stream, of length 1: Float32Array [width].
 * @param weights the model's weights
 * @throws LetheError when the embedding is zero
 */
export function tokenDirection(
  config: ModelConfig,
  weights: Weights | LazyWeights,
  token: number,
): Float32Array {
  const { width } = config;
  const table = architectureOf(config)
    .parameters(config)
    // Tables of tokens come before those of positions.
    .find(({ layout }) => layout === 'embedding');
  if (!table) {
    const oneHot = new Float32Array(width);
    oneHot[token] = 1;
    return oneHot;
  }
  const { values } = weights[table.name]!;
  const all = typeof values === 'function' ? values() : values;
  const embedding = Float32Array.from(all.subarray(token * width, (token + 1) * width));
  const norm = Math.hypot(...embedding);
  if (norm > 0 && Number.isFinite(norm)) return embedding.map((value) => value / norm);
  throw new LetheError({
    what: `the embedding of token ${token} has no direction`,
    where: table.name,
    expected: 'a vector other than 0',
    found: `one of length ${norm}`,
  });
}

/**
 * Initial weights of a change of rank one: u in every A and 0 in every B, so that the model is unchanged.
 * @param direction u, Float32Array [width]
 * @throws LetheError when a target does not read the residual stream, whose width u has
 */
export function initRankOne(
  config: ModelConfig,
  targets: readonly string[],
  direction: Float32Array,
): Weights {
  const lora = rankOneLora(targets);
  const weights = initLora(config, lora, 0);
  for (const { weight, layout, a } of loraTargets(config, lora)) {
    const [, ins] = a.shape as [number, number];
    if (layout === 'embedding' || ins !== direction.length) {
      throw new LetheError({
        what: `${weight} does not read the residual stream`,
        where: 'train.rankOne.targets',
        expected: `matrices with ${direction.length} inputs, the width of the embeddings`,
        found: layout === 'embedding' ? 'an embedding' : `${ins} inputs`,
        next: `name other matrices, such as ${architectureOf(config).targets.rankOne.join(', ')}`,
      });
    }
    weights[a.name] = { dtype: 'float32', shape: a.shape, values: direction.slice() };
  }
  return weights;
}
