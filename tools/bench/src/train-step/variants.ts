import { spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { BenchCase } from './bench-case.js';
import type { Budget, Measurement } from './measurement.js';

/** One way to run the training step. */
export interface Variant {
  name: string;
  /** Runs it in a process of its own on the case in `directory`. */
  measure(directory: string, bench: BenchCase, budget: Budget): Promise<Measurement>;
}

const lethe = (name: string, backend: string, mode: string): Variant => ({
  name,
  measure: (directory, _bench, budget) =>
    runJson(process.execPath, [
      fileURLToPath(new URL('lethe-process.js', import.meta.url)),
      directory,
      backend,
      mode,
      JSON.stringify(budget),
    ]),
});

const torch = (name: string, compiled: boolean, threads: number): Variant => ({
  name,
  measure: (directory, bench, budget) =>
    runJson(python(), [
      fileURLToPath(new URL('../../python/torch_train_step.py', import.meta.url)),
      `--case=${directory}`,
      `--budget=${JSON.stringify(budget)}`,
      `--threads=${threads}`,
      `--learning-rate=${bench.learningRate}`,
      ...(compiled ? ['--compile'] : []),
    ]),
});

/** All variants that this machine can run, and the reasons why others are left out. */
export function availableVariants(
  threads: number,
  native: boolean,
): { variants: Variant[]; absent: string[] } {
  const variants: Variant[] = [];
  const absent: string[] = [];
  if (native) {
    variants.push(lethe('tensorflow eager', 'tensorflow', 'eager'));
    variants.push(lethe('tensorflow compiled', 'tensorflow', 'compiled'));
  } else absent.push('tensorflow: the native library is not provisioned (npm run setup)');
  variants.push(lethe('wasm', 'wasm', 'eager'));
  if (hasTorch()) {
    variants.push(torch('torch eager', false, threads), torch('torch.compile', true, threads));
  } else absent.push('torch: python3 with torch was not found (LETHE_PYTHON names another interpreter)');
  return { variants, absent };
}

const python = (): string => process.env.LETHE_PYTHON ?? 'python3';

function hasTorch(): boolean {
  return spawnSync(python(), ['-c', 'import torch'], { stdio: 'ignore' }).status === 0;
}

function runJson(command: string, args: string[]): Promise<Measurement> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '';
    let err = '';
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk;
    });
    child.stderr.on('data', (chunk: Buffer) => {
      err += chunk;
    });
    child.on('error', reject);
    child.on('close', (code) => {
      const line = out.trim().split('\n').at(-1) ?? '';
      if (code === 0 && line.startsWith('{')) resolve(JSON.parse(line) as Measurement);
      else reject(new Error(`${command} ended with ${code}: ${err.trim().split('\n').slice(-5).join('\n')}`));
    });
  });
}
