import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { splitDocuments } from '@lethe/data';
import yargs from 'yargs';
import { withTemporaryDirectory } from '../process/with-temporary-directory.js';
import type { ChildReport } from './child.js';
import { repeatingCorpus } from './repeating-corpus.js';

const repository = fileURLToPath(new URL('../../../..', import.meta.url));
const wikiText = join(process.env.LETHE_DATA || join(repository, '../shared/data'), 'wikitext-2/test.txt');

const options = await yargs(process.argv.slice(2))
  .scriptName('bench:substring')
  .usage('$0: exact substring deduplication of a corpus in one file of JSON lines, whole process')
  .option('megabytes', { type: 'number', default: 20, describe: 'size of the texts, 10^6 bytes' })
  .option('unit', {
    choices: ['words', 'bytes'] as const,
    default: 'words' as const,
    describe: 'what a token is',
  })
  .option('min-length', { type: 'number', default: 50, describe: 'tokens of a repeat' })
  .option('text', { type: 'string', default: wikiText, describe: 'text file whose documents are repeated' })
  .option('rounds', { type: 'number', default: 1, describe: 'processes, one after the other' })
  .strict()
  .parse();

await withTemporaryDirectory(async (directory) => {
  const hasText = existsSync(options.text);
  if (!hasText)
    console.log(`left out: ${options.text} is absent, so generated documents are repeated instead`);
  const originals = hasText ? splitDocuments(readFileSync(options.text, 'utf8')) : [];
  const corpus = join(directory, 'corpus.jsonl');
  const file = openSync(corpus, 'w');
  let bytes = 0;
  for (const document of repeatingCorpus(originals, options.megabytes * 1e6, 1)) {
    bytes += Buffer.byteLength(document.text);
    writeSync(file, `${JSON.stringify(document)}\n`);
  }
  closeSync(file);
  console.log(
    `${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores; node ${process.versions.node}`,
  );

  for (let round = 0; round < options.rounds; round++) {
    const out = join(directory, `clusters-${round}`);
    mkdirSync(out);
    const child = fileURLToPath(new URL('./child.js', import.meta.url));
    const since = performance.now();
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [child, corpus, out, options.unit, String(options.minLength)],
      { encoding: 'utf8' },
    );
    const seconds = (performance.now() - since) / 1000;
    if (status !== 0) throw new Error(stderr);
    const report = JSON.parse(stdout) as ChildReport;
    const passes = Object.entries(report.passes).map(([name, time]) => `${name} ${time.toFixed(1)}`);
    console.log(
      [
        `${(bytes / 1e6).toFixed(1)} MB in ${report.documents} documents, repeats of ${options.minLength} ${options.unit}:`,
        `  ${seconds.toFixed(1)} s in all (${passes.join(', ')}), ${(bytes / 1e6 / seconds).toFixed(1)} MB/s`,
        `  peak memory ${report.peakMemory.toFixed(0)} MB, longest pause of the event loop ${report.longestPause.toFixed(0)} ms`,
        `  cut ${report.removedUnits} UTF-16 units out of ${report.cut} documents, ${report.dropped} of them whole`,
      ].join('\n'),
    );
  }
});
