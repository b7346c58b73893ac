/** Progress of a long piece of work. */
export interface ProgressReport {
  /** Seconds since the work began, or was resumed. */
  seconds: number;
  /** Amount per second since then. */
  perSecond: number;
  /** Amount per second since the report before. */
  recentPerSecond: number;
  /** `6 min left`, at the rate so far; `unknown time left` where the total or the rate is unknown; `done` at the end. */
  timeLeft: string;
}

export interface ProgressOptions {
  /** How much there is to do in all; absent where that is unknown. */
  total?: number | undefined;
  /** How much was done before, where interrupted work is resumed. */
  done?: number | undefined;
  /** Least time between two reports. */
  intervalMs?: number | undefined;
  /** Milliseconds, as performance.now() gives. */
  now?: (() => number) | undefined;
}

/**
 * Measures the rate of a long piece of work and the time it has left.
 * @returns a function that takes the amount done so far and returns a report when one is due: every five seconds, or
 * at once where `isLast` asks for it; `total` is passed where it becomes known only later
 */
export function createProgressMeter({
  total: known,
  done: before = 0,
  intervalMs = 5000,
  now = () => performance.now(),
}: ProgressOptions = {}): (
  done: number,
  more?: { total?: number | undefined; isLast?: boolean },
) => ProgressReport | undefined {
  const start = now();
  let last = { time: start, done: before };
  return (done, { total = known ?? Number.NaN, isLast = false } = {}) => {
    const time = now();
    if (time - last.time < intervalMs && !isLast) return undefined;
    const seconds = (time - start) / 1000;
    const perSecond = (done - before) / seconds;
    const left = (total - done) / perSecond;
    const report = {
      seconds,
      perSecond,
      recentPerSecond: (1000 * (done - last.done)) / (time - last.time),
      timeLeft: leftText(left),
    };
    last = { time, done };
    return report;
  };
}

/** A second is the shortest time that is left. */
function leftText(seconds: number): string {
  if (seconds === 0) return 'done';
  const isKnown = seconds > 0 && seconds < Number.POSITIVE_INFINITY;
  return `${isKnown ? formatDuration(Math.max(1, seconds)) : 'unknown time'} left`;
}

/** Seconds as `42 s`, `6 min` or `3 h 20 min`. */
export function formatDuration(seconds: number): string {
  if (seconds < 99.5) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 100 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
