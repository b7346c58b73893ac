import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRandom } from '@lethe/contracts';
import { initWeights, type ModelConfig, saveCheckpoint } from '@lethe/model';
import type { Shape } from './shapes.js';

/** What every variant trains: the same model, batches and optimizer settings. */
export interface BenchCase {
  config: ModelConfig;
  batchSize: number;
  /** Tokens of a row. */
  time: number;
  /** Distinct batches; a longer run begins again. */
  batches: number;
  learningRate: number;
  weightDecay: number;
  clipNorm: number;
}

/** A GPT-2 of a shape, trained as a small pretraining experiment trains it. */
export function benchCase({ batchSize, time, ...shape }: Shape): BenchCase {
  return {
    config: {
      architecture: 'gpt2',
      vocabSize: shape.vocabSize,
      contextLength: time,
      layers: shape.layers,
      heads: shape.heads,
      width: shape.width,
      mlpWidth: 4 * shape.width,
      layerNormEpsilon: 1e-5,
    },
    batchSize,
    time,
    batches: 16,
    learningRate: 1e-3,
    weightDecay: 0.1,
    clipNorm: 1,
  };
}

/** Tokens of all batches, Int32Array [batches, batchSize, time], with Zipf frequencies as text has them. */
export function drawTokens({
  config,
  batchSize,
  time,
  batches,
}: Pick<BenchCase, 'config' | 'batchSize' | 'time' | 'batches'>): Int32Array {
  const random = createRandom(1, 'bench tokens');
  const cumulative = new Float64Array(config.vocabSize);
  let total = 0;
  for (let rank = 0; rank < config.vocabSize; rank++) {
    total += 1 / (rank + 1);
    cumulative[rank] = total;
  }
  return Int32Array.from({ length: batches * batchSize * time }, () => {
    const target = random.uniform() * total;
    let low = 0;
    let high = config.vocabSize - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (cumulative[middle]! < target) low = middle + 1;
      else high = middle;
    }
    return low;
  });
}

export const TOKENS_FILE = 'tokens.i32';
export const CASE_FILE = 'case.json';

/** Writes weights, tokens and settings where the processes of all variants read them. */
export function writeCase(directory: string, bench: BenchCase): void {
  mkdirSync(directory, { recursive: true });
  saveCheckpoint(join(directory, 'model'), bench.config, initWeights(bench.config, 1));
  writeFileSync(join(directory, TOKENS_FILE), drawTokens(bench));
  writeFileSync(join(directory, CASE_FILE), JSON.stringify(bench));
}
