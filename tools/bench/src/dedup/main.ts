import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import { describeSCurve } from '@lethe/data';
import * as z from 'zod';
import { dataFile } from '../inputs/data-file.js';
import { writeJsonl } from '../inputs/write-jsonl.js';
import { missingModules } from '../process/python.js';
import { withTemporaryDirectory } from '../process/temporary-directory.js';
import { commaSeparated, log, runBenchmark } from '../run-benchmark.js';
import { type DedupResult, formatRatio, formatResult, runDatatrove } from './datatrove.js';
import { formatJudgement, judgeClusters } from './judge-clusters.js';
import { createPlantedCorpus, type PlantedCorpus, plantedDocuments, readPassages } from './planted-corpus.js';
import { runDedup } from './run-dedup.js';

const count = (value: number) => z.int().min(1).default(value);
const options = {
  documents: commaSeparated(z.coerce.number().int().min(1))
    .prefault('20000,100000')
    .describe('sizes, separated by commas'),
  jsonlGb: z.number().positive().optional().describe('one corpus of this many GB (10^9 bytes) instead'),
  words: z.int().min(10).default(60).describe('words in a document'),
  bands: count(14).describe('bands of the sketch'),
  rows: count(8).describe('rows in a band'),
  threshold: z.number().min(0).max(1).default(0.8).describe('Jaccard similarity of duplicates, 0 to 1'),
  threads: count(availableParallelism()).describe('threads, and workers of datatrove'),
  methods: commaSeparated(z.enum(['minhash', 'exact']))
    .prefault('minhash')
    .describe('minhash, exact, or both with a comma'),
  judge: z.boolean().default(true).describe('compute recall and precision on the texts'),
  datatroveLimit: count(100_000).describe('most documents on which datatrove runs'),
  seed: z.int().default(1).describe('seed of the corpus'),
};
type Options = z.output<z.ZodObject<typeof options>>;

await runBenchmark({
  name: 'dedup',
  description: 'MinHash deduplication of WikiText passages with planted near-duplicates, beside datatrove',
  options,
  run: async (options) => {
    const { documents, jsonlGb, words, bands, rows, threshold, seed } = options;
    const files = ['valid.txt', 'test.txt'].map((name) => dataFile(`wikitext-2/${name}`));
    const passages = readPassages(files, words);
    const corpus = createPlantedCorpus(passages, seed);
    const noDatatrove = missingModules('datatrove.pipeline.dedup.minhash');
    console.log(
      `${passages.passages.length} WikiText passages of ${words} words, in a new vocabulary every round`,
    );
    console.log(`word 5-grams, threshold ${threshold}, ${describeSCurve(bands, rows)}`);
    if (noDatatrove) console.log(`left out: datatrove: ${noDatatrove}`);
    const sizes = jsonlGb
      ? [(_: number, bytes: number) => bytes >= jsonlGb * 1e9]
      : documents.map((size) => (written: number) => written >= size);
    for (const isEnough of sizes) {
      await withTemporaryDirectory((directory) =>
        dedupOnce(directory, corpus, isEnough, { ...options, hasDatatrove: !noDatatrove }),
      );
    }
  },
});

/** Runs all tools on one corpus. */
async function dedupOnce(
  directory: string,
  corpus: PlantedCorpus,
  isEnough: (documents: number, bytes: number) => boolean,
  options: Options & { hasDatatrove: boolean },
): Promise<void> {
  const { bands, rows, threshold, threads } = options;
  const input = join(directory, 'corpus.jsonl');
  log('writing the corpus');
  const { documents, bytes } = writeJsonl(input, plantedDocuments(corpus), isEnough);
  const load = loadavg()[0]!.toFixed(1);
  console.log(
    `\n${documents} documents, ${(bytes / 1e6).toFixed(0)} MB, ${new Date().toISOString()}, load ${load}`,
  );
  let rival: DedupResult | undefined;
  if (options.hasDatatrove && documents <= options.datatroveLimit) {
    const work = { workers: threads, bands, rows, shingleSize: 5 };
    const { kept, ...run } = await runDatatrove(input, directory, work);
    rival = { name: 'datatrove', documents, ...run };
    console.log(formatResult(rival));
    console.log(`  ${documents - kept} of ${documents} removed, nothing verified`);
  }
  for (const method of options.methods) {
    const out = join(directory, method);
    const chosen = method === 'exact' ? {} : { bands, rows, threshold, threads };
    const { seconds, peakMiB, report } = await runDedup(method, input, out, chosen);
    const result = { name: `lethe ${method}`, documents, seconds, peakMiB };
    console.log(`${formatResult(result)}, ${report.cpuSeconds.toFixed(1)} s of processor time`);
    if (method === 'exact') continue;
    console.log(formatRatio(result, rival));
    if (options.judge) console.log(formatJudgement(await judgeClusters(out, corpus, threshold)));
  }
}
