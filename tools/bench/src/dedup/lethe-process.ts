import { clusters, createTableWriter } from '@lethe/contracts';
import { exactDedup, type MinhashOptions, minhashDedup, openCorpus } from '@lethe/data';

// One deduplication in a process of its own: node lethe-process.js METHOD INPUT OUT OPTIONS -> OUT/clusters.arrow.
const [method, input, out, optionsJson] = process.argv.slice(2) as [
  'minhash' | 'exact',
  string,
  string,
  string,
];
const options = JSON.parse(optionsJson) as MinhashOptions;
const signal = new AbortController().signal;
const begin = performance.now();
let pass = '';
const onProgress = (name: string, documents: number): void => {
  if (name === pass) return;
  pass = name;
  process.stderr.write(`  ${((performance.now() - begin) / 1000).toFixed(1)} s: ${name} (${documents})\n`);
};
const writer = createTableWriter(out, clusters);
const corpus = openCorpus([input], { signal });
const context = { signal, onProgress, scratch: options.temporaryDirectory };
const rows =
  method === 'exact'
    ? exactDedup(corpus, undefined, { normalization: 'none' }, context)
    : minhashDedup(corpus, undefined, options, context);
for await (const batch of rows) writer.writeRows(batch);
writer.close();
const { user, system } = process.cpuUsage();
process.stdout.write(`${JSON.stringify({ cpuSeconds: (user + system) / 1e6 })}\n`);
