import type { ReadProgress } from '@lethe/data';
import { formatSeconds } from '../stages/format-seconds.js';

const INTERVAL = 5;

/** Takes what is told about a deduplication, and says every few seconds how far it is. */
export interface DedupProgress {
  /** Of the readers: how much of the present corpus was read. */
  onRead: (progress: ReadProgress) => void;
  /** Of the method: documents of its present pass, and of both corpora once they are known. */
  onPass: (pass: string, documents: number, total: number | undefined) => void;
}

/** Progress lines: the pass, documents, rate, and the time that is left of the pass. */
export function logDedup(
  log: (line: string) => void,
  now: () => number = () => performance.now() / 1000,
): DedupProgress {
  let last = now();
  let pass = '';
  let begin = last;
  let first = 0;
  let read: ReadProgress | undefined;
  let isOtherCorpus = false;
  return {
    onRead(progress) {
      isOtherCorpus ||= read !== undefined && progress.bytes < read.bytes;
      read = progress;
    },
    onPass(name, documents, total) {
      const time = now();
      if (name !== pass || isOtherCorpus) {
        // The bytes of a second corpus are counted from zero, its documents go on.
        first = name === pass ? documents : 0;
        pass = name;
        begin = time;
        isOtherCorpus = false;
      }
      // A rate over less than a second says nothing.
      if (time - last < INTERVAL || time - begin < 1) return;
      last = time;
      const seconds = time - begin;
      const fraction =
        total !== undefined ? documents / total : read ? read.bytes / Math.max(read.totalBytes, 1) : 0;
      const left =
        fraction > 0 && fraction <= 1 ? formatSeconds(seconds / fraction - seconds) : 'unknown time';
      const rate = Math.round((documents - first) / seconds).toLocaleString('en-US');
      log(`${name}: ${documents.toLocaleString('en-US')} documents, ${rate} a second, ${left} left`);
    },
  };
}
