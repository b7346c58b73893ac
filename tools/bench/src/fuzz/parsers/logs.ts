import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { importPublishedLog } from '@lethe/analyze';
import type { FuzzedParser } from '../fuzzed-parser.js';

const OPTIONS = { interval: 100, count: 10, tokensPerStep: 4096 };

/** A log of two steps in the layout of the published result JSON. */
function publishedLog(): Buffer {
  const lists = Array.from({ length: 130 }, (_, i) => Array.from({ length: 5 }, (_, j) => 5 + 0.01 * i + j));
  const record = (step: number): string =>
    JSON.stringify({
      step,
      mem_target: lists,
      gen_target: lists,
      gen_hard_target: lists,
      mem_full: null,
      def: [1.5],
    });
  return Buffer.from(`[${record(40_000)}, ${record(40_001).replace('5.01', 'NaN')}]`);
}

/** Logs that `lethe analyze import` reads. */
export const logParsers: readonly FuzzedParser[] = [
  {
    name: 'published-log',
    file: 'log.json',
    holds: 'json',
    seeds: () => [publishedLog()],
    read: async (path) => {
      const out = join(dirname(path), 'imported');
      rmSync(out, { recursive: true, force: true });
      await importPublishedLog(path, out, OPTIONS);
    },
  },
];
