/** How long a process measures when its turn comes. */
export interface Turn {
  /** Fewest steps, then as many as go into `seconds`, up to `maxSteps`. */
  minSteps: number;
  maxSteps: number;
  seconds: number;
  /** The turn ends after this time whatever the number of steps. */
  limitSeconds: number;
}

/** What one process reports of one turn. */
export interface Measurement {
  losses: number[];
  /** Wall time of every step; the first ones of a process hold compilation. */
  seconds: number[];
  /** Largest resident memory of the process so far, MiB (VmHWM); null where the system does not say. */
  peakMiB: number | null;
  /** What of it is no file: VmHWM less RssFile. */
  anonymousMiB: number | null;
  /** The same before weights and batches were read: the runtime with its libraries. */
  baseMiB: number | null;
  /** Versions and device. */
  description: string;
}

/** Whether another step is due after `done` steps, `elapsed` seconds after the turn began. */
export function wantsStep(turn: Turn, done: number, elapsed: number): boolean {
  if (done === 0) return true;
  if (done >= turn.maxSteps || elapsed >= turn.limitSeconds) return false;
  return done < turn.minSteps || elapsed < turn.seconds;
}
