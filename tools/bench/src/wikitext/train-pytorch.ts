import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Curves } from './curves.js';
import { wikitextExperiment } from './experiment.js';
import type { LetheTraining } from './train-lethe.js';

export interface PytorchTraining {
  curves: Curves;
  seconds: number;
  /** Versions of PyTorch and transformers. */
  description: string;
}

/**
 * Trains the same model in PyTorch, from the same initial weights and batches, in a process of its own.
 * @throws Error when there is no PyTorch, transformers or pyarrow, or the training fails
 */
export async function trainPytorch(
  directory: string,
  { data, initial }: Pick<LetheTraining, 'data' | 'initial'>,
): Promise<PytorchTraining> {
  const python = process.env.LETHE_PYTHON ?? 'python3';
  const script = fileURLToPath(new URL('../../python/torch_wikitext.py', import.meta.url));
  const config = join(directory, 'train.json');
  const out = join(directory, 'pytorch.json');
  writeFileSync(config, JSON.stringify(wikitextExperiment.train));
  await run(python, [script, '--data', data, '--initial', initial, '--config', config, '--out', out]);
  return JSON.parse(readFileSync(out, 'utf8')) as PytorchTraining;
}

function run(command: string, args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code === 0) resolve();
      else
        reject(new Error(`${command} ended with ${code ?? signal}; LETHE_PYTHON names another interpreter`));
    });
  });
}
