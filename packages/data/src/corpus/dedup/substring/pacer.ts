import { setImmediate } from 'node:timers/promises';

/** Milliseconds of work between two looks at the signal. */
const PAUSE_AFTER = 50;

/** Yields to the event loop between pieces of work, so that Ctrl-C and timers are handled while it runs. */
interface Pacer {
  /** Whether the last rest was long ago. */
  isDue(): boolean;
  /** Yields to the event loop. Throws the signal's reason once it is aborted. */
  rest(): Promise<void>;
}

/** A pacer that has just rested. */
export function createPacer(signal: AbortSignal): Pacer {
  let since = performance.now();
  return {
    isDue: () => performance.now() - since >= PAUSE_AFTER,
    async rest() {
      await setImmediate();
      signal.throwIfAborted();
      since = performance.now();
    },
  };
}

/**
 * Runs a computation that yields the work it has done, with rests in between.
 * @param onWork called at each rest with all work done so far
 * @throws the signal's reason once it is aborted
 */
export async function runPaced<Result>(
  steps: Generator<number, Result>,
  pacer: Pacer,
  onWork: (done: number) => void,
): Promise<Result> {
  let done = 0;
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done) return step.value;
    done += step.value;
    if (!pacer.isDue()) continue;
    onWork(done);
    await pacer.rest();
  }
}
