import { createRandom } from '@lethe/contracts';
import {
  architectureOf,
  type LazyWeights,
  type ModelConfig,
  modelConfigFromSpec,
  saveCheckpoint,
  sizeOf,
  type WrittenType,
} from '@lethe/model';
import { type ModelPreset, modelSpec } from '@lethe/model/declaration';

/** What a published model has in addition to its preset. */
export interface PublishedModel {
  vocabSize: number;
  contextLength: number;
  /** Type of the weights in its files. */
  type: WrittenType;
}

/** The models whose loading is measured, at the sizes of their published files. */
export const publishedModels = {
  'llama-3.2-1b': { vocabSize: 128_256, contextLength: 131_072, type: 'BF16' },
  'gpt2-small': { vocabSize: 50_257, contextLength: 1024, type: 'F32' },
} as const satisfies Partial<Record<ModelPreset, PublishedModel>>;

export type PublishedModelName = keyof typeof publishedModels;

export function publishedConfig(name: PublishedModelName): ModelConfig {
  return modelConfigFromSpec(modelSpec.parse({ preset: name }), publishedModels[name]);
}

const SHARD_BYTES = 2 ** 30;
/** Random values, repeated: drawing a billion takes minutes and no reader can tell. */
const DRAWN = 2 ** 20;

/** Writes a checkpoint of random weights, one tensor in memory at a time, in files of at most 1 GiB. */
export function writeSyntheticCheckpoint(directory: string, name: PublishedModelName): void {
  const config = publishedConfig(name);
  const random = createRandom(1, 'synthetic checkpoint');
  const drawn = Float32Array.from({ length: DRAWN }, () => random.normal());
  const weights: LazyWeights = {};
  for (const { name: parameter, shape, init } of architectureOf(config).parameters(config)) {
    const values = (): Float32Array<ArrayBuffer> => {
      const array = new Float32Array(sizeOf(shape));
      if ('constant' in init) return array.fill(init.constant);
      const scale = 'limit' in init ? init.limit : init.standardDeviation;
      for (let i = 0; i < array.length; i++) array[i] = scale * drawn[i % DRAWN]!;
      return array;
    };
    weights[parameter] = { dtype: 'float32', shape, values };
  }
  saveCheckpoint(directory, config, weights, { type: publishedModels[name].type, shardBytes: SHARD_BYTES });
}
