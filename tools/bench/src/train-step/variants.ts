import { join } from 'node:path';
import { type LineProcess, startLineProcess } from '../process/line-process.js';
import { missingModules, python, pythonScript } from '../process/python.js';

/** How long a variant measures when its turn comes. */
export interface Turn {
  /** Fewest steps; after them, as many as fit into `seconds`, up to `maxSteps`. */
  minSteps: number;
  maxSteps: number;
  seconds: number;
  /** The turn ends after this time whatever the number of steps. */
  limitSeconds: number;
}

/** What a variant reports of one turn. */
export interface Measurement {
  losses: number[];
  /** Wall time of every step; the first ones of a process include compilation. */
  seconds: number[];
  /** Peak resident memory so far, MiB (VmHWM); null where the system does not say. */
  peakMiB: number | null;
  /** The same without mapped files: VmHWM less RssFile. */
  anonymousMiB: number | null;
  /** The peak before weights and batches were read: the runtime with its libraries. */
  baseMiB: number | null;
}

/** Whether another step is due after `done` steps, `elapsed` seconds into the turn. */
export function wantsStep(turn: Turn, done: number, elapsed: number): boolean {
  if (done === 0) return true;
  if (done >= turn.maxSteps || elapsed >= turn.limitSeconds) return false;
  return done < turn.minSteps || elapsed < turn.seconds;
}

/** One way to run the training step. */
export interface Variant {
  name: string;
  /** Starts a process on the case in `directory`; it answers a `Turn` with a `Measurement`. */
  start(directory: string): LineProcess;
}

const lethe = (name: string, backend: string, mode: string): Variant => ({
  name,
  start: (directory) =>
    startLineProcess(process.execPath, [
      join(import.meta.dirname, 'lethe-process.js'),
      directory,
      backend,
      mode,
    ]),
});

const torch = (name: string, threads: number, ...flags: readonly string[]): Variant => ({
  name,
  start: (directory) =>
    startLineProcess(python, [
      pythonScript('torch_train_step.py'),
      `--case=${directory}`,
      `--threads=${threads}`,
      ...flags,
    ]),
});

/** All variants that this machine can run, and why others are left out. */
export function availableVariants(
  threads: number,
  native: boolean,
): { variants: Variant[]; absent: string[] } {
  const noTorch = missingModules('torch');
  return {
    variants: [
      ...(native
        ? (['compiled', 'graph', 'eager'] as const).map((mode) => lethe(mode, 'tensorflow', mode))
        : []),
      lethe('wasm', 'wasm', 'eager'),
      ...(noTorch ? [] : [torch('torch eager', threads), torch('torch.compile', threads, '--compile')]),
    ],
    absent: [
      ...(native ? [] : ['compiled, graph, eager: the native library is not provisioned (npm run setup)']),
      ...(noTorch ? [`torch: ${noTorch}`] : []),
    ],
  };
}
