import { createProgressMeter } from '@lethe/contracts';
import type { ReadProgress } from '@lethe/data';

/** Follows a deduplication and logs its progress every few seconds. */
export interface DedupProgress {
  /** From the readers: how much of the current corpus was read. */
  onRead: (progress: ReadProgress) => void;
  /** From the method: documents of its current pass, and of both corpora once they are known. */
  onPass: (pass: string, documents: number, total: number | undefined) => void;
}

/** Logs the pass, its documents and rate, and the time that the pass has left. */
export function logDedup(log: (line: string) => void, now?: () => number): DedupProgress {
  let pass = '';
  let first = 0;
  let meter = createProgressMeter({ now });
  let read: ReadProgress | undefined;
  let isOtherCorpus = false;
  return {
    onRead(progress) {
      isOtherCorpus ||= read !== undefined && progress.bytes < read.bytes;
      read = progress;
    },
    onPass(name, documents, total) {
      if (name !== pass || isOtherCorpus) {
        // The bytes of a second corpus are counted from zero, its documents are not.
        first = name === pass ? documents : 0;
        pass = name;
        isOtherCorpus = false;
        meter = createProgressMeter({ total: 1, now });
      }
      const bytes = read ? read.bytes / Math.max(read.totalBytes, 1) : 0;
      const report = meter(total === undefined ? bytes : documents / total);
      if (!report) return;
      const rate = Math.round((documents - first) / report.seconds).toLocaleString('en-US');
      log(`${name}: ${documents.toLocaleString('en-US')} documents, ${rate} a second, ${report.timeLeft}`);
    },
  };
}
