import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { StageContext } from '@lethe/contracts';
import { modelSpec } from '@lethe/model/declaration';
import type * as z from 'zod';
import type { TrainOptions } from '../run-train.js';
import { trainSpec } from '../train-options.js';

/** Options of a training as an experiment gives them. */
export type TinyTrain = Omit<Partial<z.input<typeof trainSpec>>, 'optimizer'> & {
  optimizer?: { learningRate: number; [option: string]: unknown };
};

/** Options of a training that takes milliseconds per step. */
export function tinyOptions(data: string, train: TinyTrain = {}): TrainOptions {
  return {
    config: {
      model: modelSpec.parse({ layers: 1, heads: 2, width: 8, mlpWidth: 16 }),
      train: trainSpec.parse({ optimizer: { learningRate: 0.01 }, ...train }),
    },
    data,
    backend: 'wasm',
  };
}

/** A context that collects log lines and writes into a new directory below `parent`. */
export function tinyContext(
  parent: string,
  name = 'out',
): StageContext & { lines: string[]; abort: () => void } {
  const out = join(parent, name);
  mkdirSync(out);
  const lines: string[] = [];
  const controller = new AbortController();
  return {
    out,
    lines,
    log: (line) => void lines.push(line),
    signal: controller.signal,
    abort: () => controller.abort(new Error('stopped by the user')),
  };
}
