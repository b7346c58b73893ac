import { LetheError } from '@lethe/contracts';
import { architectureOf, type ModelConfig } from '../architectures/registry.js';
import { settleHead } from '../checkpoint/settle-head.js';
import type { LazyWeight, LazyWeights } from '../safetensors/weights.js';

/**
 * The model's own embedding and head where PEFT stored them beside an adapter, which it does when the adapter is on one of
 * them, or when asked to. They replace the model's.
 * @param found tensors of the adapter's file, from which they are taken out
 * @param fileNames what an adapter's file calls a parameter
 * @throws LetheError when a tied model has two of them that differ, or one has another shape
 */
export function takeBaseLayers(
  config: ModelConfig,
  found: Map<string, LazyWeight>,
  fileNames: (parameter: string) => string[],
  where: string,
): LazyWeights {
  const { tying, parameters } = architectureOf(config);
  if (!tying) return {};
  const stored = new Map<string, LazyWeight>();
  for (const name of [tying.embedding, tying.head]) {
    for (const fileName of fileNames(name)) {
      const tensor = found.get(fileName);
      if (!tensor) continue;
      stored.set(name, tensor);
      found.delete(fileName);
    }
  }
  const settled = settleHead(config, stored);
  const refuse = (what: string, more: { expected?: string; found?: string } = {}): LetheError =>
    new LetheError({ what, where, ...more, next: 'use an adapter that was made for this model' });
  if (settled.config !== config) {
    throw refuse('the adapter has a head that differs from the embedding to which the model ties it');
  }
  const shapes = new Map(parameters(config).map(({ name, shape }) => [name, shape]));
  for (const [name, { shape }] of settled.found) {
    const wanted = shapes.get(name);
    if (wanted?.join() === shape.join()) continue;
    throw refuse(`the adapter has another ${name} than the model`, {
      expected: `[${wanted}]`,
      found: `[${shape}]`,
    });
  }
  return Object.fromEntries(settled.found);
}
