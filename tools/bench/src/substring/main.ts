import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { splitDocuments } from '@lethe/data';
import * as z from 'zod';
import { runDedup } from '../dedup/run-dedup.js';
import { dataDirectory } from '../inputs/data-file.js';
import { writeJsonl } from '../inputs/write-jsonl.js';
import { withTemporaryDirectory } from '../process/temporary-directory.js';
import { runBenchmark } from '../run-benchmark.js';
import { repeatingCorpus } from './repeating-corpus.js';

await runBenchmark({
  name: 'substring',
  description: 'exact substring deduplication of a corpus in one file of JSON lines, whole process',
  options: {
    megabytes: z.number().positive().default(20).describe('size of the texts, 10^6 bytes'),
    unit: z.enum(['words', 'bytes']).default('words').describe('what a token is'),
    minLength: z.int().min(1).default(50).describe('tokens of a repeat'),
    text: z
      .string()
      .default(join(dataDirectory, 'wikitext-2/test.txt'))
      .describe('text file whose documents are repeated'),
    rounds: z.int().min(1).default(1).describe('processes, one after the other'),
  },
  run: ({ megabytes, unit, minLength, text, rounds }) =>
    withTemporaryDirectory(async (directory) => {
      const hasText = existsSync(text);
      if (!hasText) console.log(`left out: ${text} is absent, so generated documents are repeated instead`);
      const originals = hasText ? splitDocuments(readFileSync(text, 'utf8')) : [];
      const corpus = join(directory, 'corpus.jsonl');
      writeJsonl(corpus, repeatingCorpus(originals, megabytes * 1e6, 1));
      for (let round = 0; round < rounds; round++) {
        const out = join(directory, `clusters-${round}`);
        const { seconds, peakMiB, report } = await runDedup('substring', corpus, out, { unit, minLength });
        const passes = Object.entries(report.passes).map(([name, time]) => `${name} ${time.toFixed(1)}`);
        console.log(
          [
            `${megabytes.toFixed(1)} MB in ${report.documents} documents, repeats of ${minLength} ${unit}:`,
            `  ${seconds.toFixed(1)} s in all (${passes.join(', ')}), ${(megabytes / seconds).toFixed(1)} MB/s`,
            `  peak memory ${peakMiB.toFixed(0)} MiB, longest pause of the event loop ${report.longestPause.toFixed(0)} ms`,
            `  cut ${report.removedUnits} UTF-16 units out of ${report.cut} documents, ${report.dropped} of them whole`,
          ].join('\n'),
        );
      }
    }),
});
