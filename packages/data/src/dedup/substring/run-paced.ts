import { setImmediate } from 'node:timers/promises';

/** Milliseconds of work between two looks at the signal. */
const PAUSE_AFTER = 50;

/**
 * Runs a computation that yields the work it has done, and lets the event loop in between, so that Ctrl-C and
 * timers are heard while it runs.
 * @param onWork called after each pause with all work done so far
 * @throws the signal's reason once it is aborted
 */
export async function runPaced<Result>(
  steps: Generator<number, Result>,
  signal: AbortSignal,
  onWork: (done: number) => void = () => {},
): Promise<Result> {
  let done = 0;
  let since = performance.now();
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done) return step.value;
    done += step.value;
    if (performance.now() - since < PAUSE_AFTER) continue;
    onWork(done);
    await setImmediate();
    signal.throwIfAborted();
    since = performance.now();
  }
}
