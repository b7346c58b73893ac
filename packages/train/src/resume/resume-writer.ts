import { LetheError } from '@lethe/contracts';
import type { Weights } from '@lethe/model';
import type { CompiledModule } from '@lethe/runtime';
import { type ResumePosition, writeResumePoint } from './resume-point.js';

export interface ResumeWriterParts {
  out: string;
  log: (line: string) => void;
  /** Shapes of the whole state, by name. */
  shapes: Record<string, { shape: readonly number[] }>;
  module: Pick<CompiledModule, 'readState'>;
  /** Seconds between two resume points; 0 writes one after every update, null none. */
  everySeconds: number | null;
  /** Where training stands; undefined where an observer cannot say so. */
  position: () => ResumePosition | undefined;
}

/** Writes resume points now and then. */
export interface ResumeWriter {
  /** Writes one when it is due. */
  afterUpdate(): Promise<void>;
  /** Writes one now, such as when training is interrupted. */
  now(): Promise<void>;
}

/** Creates the writer of a training's resume points. */
export function createResumeWriter(parts: ResumeWriterParts): ResumeWriter {
  const { everySeconds } = parts;
  let last = performance.now();

  async function write(): Promise<void> {
    const position = parts.position();
    if (position === undefined) return;
    const values = await parts.module.readState();
    const broken = Object.keys(values).find((name) => !values[name]!.every(Number.isFinite));
    // The next step will find it and stop; the last good place is kept.
    if (broken !== undefined) return;
    const state: Weights = {};
    for (const [name, { shape }] of Object.entries(parts.shapes)) {
      state[name] = { dtype: 'float32', shape: [...shape], values: values[name] as Float32Array };
    }
    try {
      writeResumePoint(parts.out, position, state);
    } catch (error) {
      if (!isDiskProblem(error)) throw error;
      const { code } = error as NodeJS.ErrnoException;
      parts.log(
        `no place to go on from could be saved after update ${position.updates} (${code}); the one before is kept`,
      );
    }
    last = performance.now();
  }

  return {
    async afterUpdate() {
      if (everySeconds !== null && performance.now() - last >= 1000 * everySeconds) await write();
    },
    async now() {
      if (everySeconds !== null) await write();
    },
  };
}

/** Whether the disk, and not this program, is the reason. */
export function isDiskProblem(error: unknown): boolean {
  return ['ENOSPC', 'EDQUOT', 'EFBIG', 'EIO'].includes((error as NodeJS.ErrnoException)?.code ?? '');
}

/** How often resume points are written: LETHE_RESUME_SECONDS, or every 60 seconds; `off` for never. */
export function resumeSeconds(env: NodeJS.ProcessEnv): number | null {
  const text = env.LETHE_RESUME_SECONDS;
  if (text === undefined || text === '') return 60;
  if (text === 'off') return null;
  const seconds = Number(text);
  if (seconds >= 0) return seconds;
  throw new LetheError({
    what: 'the time between two places to go on from is no number of seconds',
    where: 'LETHE_RESUME_SECONDS',
    expected: 'a number of 0 or more, or off',
    found: text,
  });
}
