import { LetheError, mayPass } from '@lethe/contracts';
import type { Weights } from '@lethe/model';
import type { CompiledModule } from '@lethe/runtime';
import { allFinite } from '../check-finite.js';
import { type ResumePosition, writeResumePoint } from './resume-point.js';

export interface ResumeWriterParts {
  out: string;
  log: (line: string) => void;
  /** Shapes of the whole state, by name. */
  shapes: Record<string, { shape: readonly number[] }>;
  module: Pick<CompiledModule, 'readState'>;
  /** Seconds between two resume points; 0 writes one after every update, null none. */
  everySeconds: number | null;
  /** Where training stands; undefined where an observer cannot be resumed. */
  position: () => ResumePosition | undefined;
}

/** Writes resume points at intervals, one at a time, while training continues. */
export interface ResumeWriter {
  /** Starts one when it is due; training waits only for the copy of the state. */
  afterUpdate(): Promise<void>;
  /** Writes one now, as on an interruption, and waits until it is on the disk. */
  now(): Promise<void>;
  /** Waits for the one that is being written. @throws its error, unless the disk was the cause */
  settle(): Promise<void>;
}

/** Creates the writer of a training's resume points. */
export function createResumeWriter(parts: ResumeWriterParts): ResumeWriter {
  const { everySeconds } = parts;
  let last = performance.now();
  let writing: Promise<void> | undefined;
  let failure: { error: unknown } | undefined;

  /** Copies the state and writes the copy in the background. */
  async function begin(): Promise<void> {
    const position = parts.position();
    if (position === undefined) return;
    const values = await parts.module.readState();
    last = performance.now();
    // The next step will find it and stop; the last good resume point is kept.
    if (!Object.values(values).every(allFinite)) return;
    const state: Weights = {};
    for (const [name, { shape }] of Object.entries(parts.shapes)) {
      state[name] = { dtype: 'float32', shape: [...shape], values: values[name] as Float32Array };
    }
    writing = write(position, state)
      .catch((error: unknown) => {
        failure = { error };
      })
      .finally(() => {
        writing = undefined;
      });
  }

  async function write(position: ResumePosition, state: Weights): Promise<void> {
    try {
      await writeResumePoint(parts.out, position, state);
    } catch (error) {
      if (!mayPass(error)) throw error;
      const { code } = error as NodeJS.ErrnoException;
      parts.log(
        `no resume point could be saved after update ${position.updates} (${code}); the previous one is kept`,
      );
    }
  }

  async function settle(): Promise<void> {
    await writing;
    if (failure) throw failure.error;
  }

  return {
    async afterUpdate() {
      if (everySeconds === null || performance.now() - last < 1000 * everySeconds) return;
      // A disk slower than the interval must not stall training, but 0 seconds means after every single update.
      if (writing && everySeconds > 0) return;
      await settle();
      await begin();
    },
    async now() {
      if (everySeconds === null) return;
      await settle();
      await begin();
      await settle();
    },
    settle,
  };
}

/** How often resume points are written: LETHE_RESUME_SECONDS, or every 60 seconds; `off` for never. */
export function resumeSeconds(env: NodeJS.ProcessEnv): number | null {
  const text = env.LETHE_RESUME_SECONDS;
  if (text === undefined || text === '') return 60;
  if (text === 'off') return null;
  const seconds = Number(text);
  if (seconds >= 0) return seconds;
  throw new LetheError({
    what: 'the interval between resume points is not a number of seconds',
    where: 'LETHE_RESUME_SECONDS',
    expected: 'a number of 0 or more, or off',
    found: text,
  });
}
