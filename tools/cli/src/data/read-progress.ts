import type { ReadProgress } from '@lethe/data';
import { formatSeconds } from '../stages/format-seconds.js';

const INTERVAL = 5;

/** Tells every few seconds how far a pass over a corpus is: documents, megabytes of the files, rate, time left. */
export function logReading(
  log: (line: string) => void,
  now: () => number = () => performance.now() / 1000,
): (progress: ReadProgress) => void {
  const begin = now();
  let last = begin;
  return ({ documents, bytes, totalBytes }) => {
    const time = now();
    if (time - last < INTERVAL) return;
    last = time;
    const rate = bytes / (time - begin);
    const left = rate > 0 ? `${formatSeconds((totalBytes - bytes) / rate)} left` : 'time left unknown';
    log(
      `${documents.toLocaleString('en-US')} documents, ${megabytes(bytes)} of ${megabytes(totalBytes)} MB, ${(rate / 1e6).toFixed(1)} MB/s, ${left}`,
    );
  };
}

const megabytes = (bytes: number): string =>
  (bytes / 1e6).toLocaleString('en-US', { maximumFractionDigits: 0 });
