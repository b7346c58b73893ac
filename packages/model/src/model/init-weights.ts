import { createRandom } from '@lethe/contracts';
import { architectureOf, type ModelConfig } from '../architectures/registry.js';
import type { ParameterSpec } from '../blocks/architecture.js';
import { sizeOf, type Weights } from '../safetensors/weights.js';

/**
 * Draws the initial weights. Each parameter has its own stream of random numbers, keyed by its name, so the
 * same seed gives the same weights on every backend, and a parameter keeps its values when others are added.
 */
export function initWeights(config: ModelConfig, seed: number): Weights {
  const weights: Weights = {};
  for (const parameter of architectureOf(config).parameters(config)) {
    weights[parameter.name] = {
      dtype: 'float32',
      shape: parameter.shape,
      values: drawParameter(parameter, seed),
    };
  }
  return weights;
}

/** Draws one parameter. */
export function drawParameter({ name, shape, init }: ParameterSpec, seed: number): Float32Array {
  const values = new Float32Array(sizeOf(shape));
  if ('constant' in init) return values.fill(init.constant);
  const random = createRandom(seed, `init/${name}`);
  const draw =
    'limit' in init
      ? () => init.limit * (2 * random.uniform() - 1)
      : () => init.standardDeviation * random.normal();
  for (let i = 0; i < values.length; i++) values[i] = draw();
  return values;
}
