import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRandom } from '@lethe/contracts';
import { initWeights, type ModelConfig, saveCheckpoint } from '@lethe/model';

/** Sizes of the model and the batch that a benchmark trains. */
export interface Shape {
  layers: number;
  width: number;
  heads: number;
  /** Tokens per row. */
  time: number;
  batchSize: number;
  vocabSize: number;
}

/** The shapes whose speed this project states. */
export const shapes = {
  small: { layers: 4, width: 128, heads: 4, time: 128, batchSize: 8, vocabSize: 2048 },
  medium: { layers: 4, width: 256, heads: 4, time: 128, batchSize: 16, vocabSize: 4096 },
  large: { layers: 6, width: 512, heads: 8, time: 256, batchSize: 8, vocabSize: 8192 },
} as const satisfies Record<string, Shape>;

export type ShapeName = keyof typeof shapes;

export const shapeNames = Object.keys(shapes) as ShapeName[];

/** By what shapes are chosen: names or widths, and sizes that replace those of each shape. */
export interface ShapeOptions extends Partial<Omit<Shape, 'width'>> {
  shape?: readonly ShapeName[] | undefined;
  width?: readonly number[] | undefined;
}

/** The shapes named, all by default; with `width` the medium one at these widths, with heads of 64. */
export function chooseShapes({ shape = shapeNames, width, ...sizes }: ShapeOptions): Shape[] {
  const base: Shape[] = width
    ? width.map((size) => ({ ...shapes.medium, width: size, heads: Math.max(1, size / 64) }))
    : shape.map((name) => shapes[name]);
  const given = Object.fromEntries(Object.entries(sizes).filter(([, value]) => value !== undefined));
  return base.map((one) => ({ ...one, ...given }));
}

export function describeShape({ layers, width, heads, time, batchSize, vocabSize }: Shape): string {
  return `${layers} layers of width ${width}, ${heads} heads, ${batchSize} x ${time} tokens, vocabulary ${vocabSize}`;
}

/** What every variant trains: the same model, batches and optimizer settings. */
export interface BenchCase {
  config: ModelConfig;
  batchSize: number;
  /** Tokens per row. */
  time: number;
  /** Distinct batches; a longer run begins again. */
  batches: number;
  learningRate: number;
  weightDecay: number;
  clipNorm: number;
}

/** A GPT-2 of a shape, trained as a small pretraining experiment trains it. */
export function benchCase({ batchSize, time, vocabSize, layers, heads, width }: Shape): BenchCase {
  return {
    config: {
      architecture: 'gpt2',
      ...{ vocabSize, contextLength: time, layers, heads, width },
      mlpWidth: 4 * width,
      layerNormEpsilon: 1e-5,
      tied: true,
    },
    batchSize,
    time,
    batches: 16,
    learningRate: 1e-3,
    weightDecay: 0.1,
    clipNorm: 1,
  };
}

/** Tokens of all batches, Int32Array [batches, batchSize, time], with Zipf frequencies as in text. */
export function drawTokens({
  config: { vocabSize },
  batchSize,
  time,
  batches,
}: Pick<BenchCase, 'config' | 'batchSize' | 'time' | 'batches'>): Int32Array {
  const random = createRandom(1, 'bench tokens');
  const cumulative = new Float64Array(vocabSize);
  let total = 0;
  for (let rank = 0; rank < vocabSize; rank++) {
    total += 1 / (rank + 1);
    cumulative[rank] = total;
  }
  return Int32Array.from({ length: batches * batchSize * time }, () => {
    const target = random.uniform() * total;
    let low = 0;
    let high = vocabSize - 1;
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

/** Writes weights, tokens and settings for the processes of all variants. */
export function writeCase(directory: string, bench: BenchCase): void {
  saveCheckpoint(join(directory, 'model'), bench.config, initWeights(bench.config, 1));
  writeFileSync(join(directory, TOKENS_FILE), drawTokens(bench));
  writeFileSync(join(directory, CASE_FILE), JSON.stringify(bench));
}
