import { clusters, createTableWriter } from '@lethe/contracts';
import { type MinhashOptions, minhashDedup, openCorpus } from '@lethe/data';

// One deduplication in a process of its own: node lethe-process.js minhash INPUT OUT OPTIONS -> OUT/clusters.arrow.
const [, input, out, optionsJson] = process.argv.slice(2) as [string, string, string, string];
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
const rows = minhashDedup(openCorpus([input], { signal }), undefined, options, { signal, onProgress });
for await (const batch of rows) writer.writeRows(batch);
writer.close();
const { user, system } = process.cpuUsage();
process.stdout.write(`${JSON.stringify({ cpuSeconds: (user + system) / 1e6 })}\n`);
