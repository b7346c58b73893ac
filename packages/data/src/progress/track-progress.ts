import { setImmediate } from 'node:timers/promises';
import { createProgressMeter } from '@lethe/contracts';

/** Milliseconds of work between two turns of the event loop. */
const TURN_MS = 50;

/** Records work that was done; await it, so that signals are handled. */
export type Progress = (amount: number) => Promise<void>;

/** What a line of progress says. */
interface ProgressLabels {
  /** Beginning of the line, such as "tokenizing". */
  what: string;
  /** What is counted, such as "documents". */
  unit: string;
  /** The total, if it is known. */
  total?: number | undefined;
}

/**
 * Logs the progress of a long loop and keeps it interruptible: a line every five seconds with the rate and, if the
 * total is known, the time left; it yields to the event loop every 50 ms, since Ctrl-C is handled only there.
 * @param now milliseconds, as performance.now() gives
 * @returns a function that throws signal.reason once the signal is aborted
 */
export function trackProgress(
  { what, unit, total }: ProgressLabels,
  { log, signal }: { log: (line: string) => void; signal: AbortSignal },
  now: () => number = () => performance.now(),
): Progress {
  const meter = createProgressMeter({ total, now });
  let turned = now();
  let done = 0;
  return async (amount) => {
    done += amount;
    if (now() - turned < TURN_MS) return;
    const report = meter(done);
    if (report) {
      const rate = `${count(Math.round(report.perSecond))} ${unit}/s`;
      log(
        total === undefined
          ? `${what}: ${count(done)} ${unit}, ${rate}`
          : `${what}: ${count(done)} of ${count(total)} ${unit}, ${rate}, ${report.timeLeft}`,
      );
    }
    await setImmediate();
    signal.throwIfAborted();
    turned = now();
  };
}

const count = (number: number): string => number.toLocaleString('en-US');
