import { existsSync, mkdirSync } from 'node:fs';
import { availableParallelism, cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describeSCurve } from '@lethe/data';
import yargs from 'yargs';
import { withTemporaryDirectory } from '../process/with-temporary-directory.js';
import { findDatatrove, runDatatrove } from './datatrove.js';
import { type DedupResult, formatJudgement, formatRatio, formatResult } from './format-result.js';
import { judgeClusters } from './judge-clusters.js';
import { runMeasured } from './measured-process.js';
import { readPassages } from './passages.js';
import { createPlantedCorpus, writeCorpus } from './planted-corpus.js';

const options = await yargs(process.argv.slice(2))
  .scriptName('bench:dedup')
  .usage('$0: MinHash deduplication of WikiText passages with planted near-duplicates, beside datatrove')
  .option('documents', { type: 'string', default: '20000,100000', describe: 'sizes, separated by commas' })
  .option('jsonl-gb', { type: 'number', describe: 'one corpus of so many GB (10^9 bytes) instead' })
  .option('words', { type: 'number', default: 60, describe: 'words in a document' })
  .option('bands', { type: 'number', default: 14, describe: 'bands of the sketch' })
  .option('rows', { type: 'number', default: 8, describe: 'rows in a band' })
  .option('threshold', { type: 'number', default: 0.8, describe: 'Jaccard similarity of duplicates, 0 to 1' })
  .option('threads', {
    type: 'number',
    default: availableParallelism(),
    describe: 'threads, and workers of datatrove',
  })
  .option('methods', { type: 'string', default: 'minhash', describe: 'minhash, exact, or both with a comma' })
  .option('judge', { type: 'boolean', default: true, describe: 'compute recall and precision on the texts' })
  .option('datatrove-limit', {
    type: 'number',
    default: 100_000,
    describe: 'datatrove runs up to so many documents',
  })
  .option('seed', { type: 'number', default: 1, describe: 'seed of the corpus' })
  .check(({ documents, methods, words, 'jsonl-gb': gigabytes }) => {
    if (!documents.split(',').every((size) => /^[1-9]\d*$/.test(size))) {
      throw new Error(`--documents: whole numbers separated by commas, not ${documents}`);
    }
    const unknown = methods.split(',').filter((method) => method !== 'minhash' && method !== 'exact');
    if (unknown.length > 0) throw new Error(`--methods: minhash or exact, not ${unknown.join()}`);
    if (!(Number.isInteger(words) && words >= 10)) throw new Error(`--words: at least 10, not ${words}`);
    if (gigabytes !== undefined && !(gigabytes > 0)) throw new Error('--jsonl-gb: more than 0');
    return true;
  })
  .strict()
  .parse();

const data = process.env.LETHE_DATA || fileURLToPath(new URL('../../../../../shared/data', import.meta.url));
const files = ['valid.txt', 'test.txt'].map((name) => join(data, 'wikitext-2', name));
for (const file of files) {
  if (existsSync(file)) continue;
  console.error(`bench:dedup needs WikiText: no ${file}; LETHE_DATA names the folder that holds wikitext-2`);
  process.exit(2);
}
const passages = readPassages(files, options.words);
const corpus = createPlantedCorpus(passages, options.seed);
const datatrove = findDatatrove();
const { bands, rows, threshold } = options;
const methods = options.methods.split(',');
const letheProcess = fileURLToPath(new URL('./lethe-process.js', import.meta.url));

console.log(
  `${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores, node ${process.versions.node}`,
);
console.log(
  `${passages.passages.length} WikiText passages of ${options.words} words, in a new vocabulary every round`,
);
console.log(`word 5-grams, threshold ${threshold}, ${describeSCurve(bands, rows)}`);
if ('missing' in datatrove) console.log(`left out: datatrove: ${datatrove.missing}`);

const gigabytes = options['jsonl-gb'];
if (gigabytes !== undefined) await benchmark((_, bytes) => bytes >= gigabytes * 1e9);
else {
  for (const size of options.documents.split(',').map(Number)) {
    await benchmark((documents) => documents >= size);
  }
}

async function benchmark(isEnough: (documents: number, bytes: number) => boolean): Promise<void> {
  await withTemporaryDirectory(async (directory) => {
    const input = join(directory, 'corpus.jsonl');
    process.stderr.write('writing the corpus\n');
    const { documents, bytes } = await writeCorpus(corpus, input, isEnough);
    const load = loadavg()[0]!.toFixed(1);
    console.log(
      `\n${documents} documents, ${(bytes / 1e6).toFixed(0)} MB, ${new Date().toISOString()}, load ${load}`,
    );
    let rival: DedupResult | undefined;
    if ('python' in datatrove && documents <= options['datatrove-limit']) {
      const work = { workers: options.threads, bands, rows, shingleSize: 5 };
      const { kept, ...run } = await runDatatrove(datatrove.python, input, directory, work);
      rival = { name: 'datatrove', documents, ...run };
      console.log(formatResult(rival));
      console.log(`  ${documents - kept} of ${documents} removed, nothing verified`);
    }
    for (const method of methods) {
      const out = join(directory, method);
      mkdirSync(out);
      const chosen = method === 'exact' ? {} : { bands, rows, threshold, threads: options.threads };
      const { seconds, peakMiB, output } = await runMeasured(process.execPath, [
        letheProcess,
        method,
        input,
        out,
        JSON.stringify({ ...chosen, temporaryDirectory: directory }),
      ]);
      const { cpuSeconds } = JSON.parse(output) as { cpuSeconds: number };
      const result = { name: `lethe ${method}`, documents, seconds, peakMiB };
      console.log(`${formatResult(result)}, ${cpuSeconds.toFixed(1)} s of processor time`);
      if (method === 'exact') continue;
      console.log(formatRatio(result, rival));
      if (options.judge) console.log(formatJudgement(await judgeClusters(out, corpus, threshold)));
    }
  });
}
