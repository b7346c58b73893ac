import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type LineProcess, startLineProcess } from '../process/line-process.js';

/** One way to run the training step. */
export interface Variant {
  name: string;
  /** Starts a process of its own on the case in `directory`; it measures when it is asked a `Turn`. */
  start(directory: string): LineProcess;
}

const lethe = (name: string, backend: string, mode: string): Variant => ({
  name,
  start: (directory) =>
    startLineProcess(process.execPath, [
      fileURLToPath(new URL('lethe-process.js', import.meta.url)),
      directory,
      backend,
      mode,
    ]),
});

const torch = (name: string, compiled: boolean, threads: number): Variant => ({
  name,
  start: (directory) =>
    startLineProcess(python(), [
      fileURLToPath(new URL('../../python/torch_train_step.py', import.meta.url)),
      `--case=${directory}`,
      `--threads=${threads}`,
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
    variants.push(lethe('compiled', 'tensorflow', 'compiled'));
    variants.push(lethe('eager', 'tensorflow', 'eager'));
  } else absent.push('compiled, eager: the native library is not provisioned (npm run setup)');
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
