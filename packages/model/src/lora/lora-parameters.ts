import { LetheError } from '@lethe/contracts';
import { architectureOf, type ModelConfig } from '../architectures/registry.js';
import type { MatrixLayout, ParameterSpec } from '../blocks/architecture.js';
import type { LoraConfig } from './lora-config.js';

/** One adapted matrix: W + scale x (B A), in the layout of W. */
export interface LoraTarget {
  /** Name of the matrix W. */
  weight: string;
  layout: MatrixLayout;
  /** Names and shapes of A [rank, in] and B [out, rank]; an embedding maps ids, `in` is the vocabulary. */
  a: ParameterSpec;
  b: ParameterSpec;
  /** alpha / rank. */
  scale: number;
}

/**
 * The matrices that an adapter changes and its own parameters, in the model's order. As PEFT begins: A uniform within
 * 1 / sqrt(in) and B zero for linear layers, A zero and B standard normal for embeddings, so that the model begins
 * unchanged.
 * @throws LetheError when a target is not a matrix of the model
 */
export function loraTargets(config: ModelConfig, lora: LoraConfig): LoraTarget[] {
  const matrices = architectureOf(config)
    .parameters(config)
    .filter(({ layout }) => layout !== undefined);
  const moduleOf = (name: string): string => name.replace(/\.weight$/, '');
  const endsWith = (name: string, target: string): boolean =>
    moduleOf(name) === target || moduleOf(name).endsWith(`.${target}`);
  for (const target of lora.targets) {
    if (matrices.some(({ name }) => endsWith(name, target))) continue;
    const modules = new Set(matrices.map(({ name }) => moduleOf(name).replace(/^.*\.\d+\./, '')));
    throw new LetheError({
      what: 'an adapter has a target that the model lacks',
      where: 'lora.targets',
      expected: [...modules].join(', '),
      found: target,
    });
  }
  return matrices
    .filter(({ name }) => lora.targets.some((target) => endsWith(name, target)))
    .map(({ name, shape, layout }) => {
      const embedding = layout === 'embedding';
      const [rows, columns] = shape as [number, number];
      // [out, in] of the map that the matrix is; an embedding [ids, width] maps ids to vectors.
      const [outs, ins] = layout === 'out-in' ? [rows, columns] : [columns, rows];
      const rank = embedding ? (lora.embeddingRank ?? lora.rank) : lora.rank;
      const part = (letter: string): string =>
        embedding ? `${moduleOf(name)}.lora_embedding_${letter}` : `${moduleOf(name)}.lora_${letter}.weight`;
      const zeros = { constant: 0 };
      return {
        weight: name,
        layout: layout!,
        a: {
          name: part('A'),
          shape: [rank, ins],
          init: embedding ? zeros : { limit: 1 / Math.sqrt(ins) },
        },
        b: { name: part('B'), shape: [outs, rank], init: embedding ? { standardDeviation: 1 } : zeros },
        scale: lora.alpha / rank,
      };
    });
}
