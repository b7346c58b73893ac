import { dirname } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { clusters, createTableWriter } from '@lethe/contracts';
import { exactDedup, minhashDedup, openCorpus, substringDedup } from '@lethe/data';
import type { DedupReport, MethodOptions } from './run-dedup.js';

// One deduplication: node lethe-process.js METHOD INPUT OUT OPTIONS; writes OUT/clusters.arrow, reports on stdout.
const [method, input, out, json] = process.argv.slice(2) as [keyof MethodOptions, string, string, string];
const delay = monitorEventLoopDelay({ resolution: 5 });
delay.enable();
const passes: Record<string, number> = {};
const begin = performance.now();
let since = begin;
let current = 'read';
const finishPass = (next: string): void => {
  passes[current] = (performance.now() - since) / 1000;
  since = performance.now();
  current = next;
};
const scratch = dirname(out);
const context = {
  signal: new AbortController().signal,
  scratch,
  onProgress: (pass: string, documents: number) => {
    if (pass === current) return;
    finishPass(pass);
    console.error(`  ${((since - begin) / 1000).toFixed(1)} s: ${pass} (${documents})`);
  },
};
const corpus = openCorpus([input]);
const deduplicate = {
  exact: () => exactDedup(corpus, undefined, { normalization: 'none' }, context),
  minhash: () =>
    minhashDedup(corpus, undefined, { ...JSON.parse(json), temporaryDirectory: scratch }, context),
  substring: () => substringDedup(corpus, undefined, JSON.parse(json), context),
};
const counts = { documents: 0, dropped: 0, cut: 0, removedUnits: 0 };
const writer = createTableWriter(out, clusters);
for await (const rows of deduplicate[method]()) {
  writer.writeRows(rows);
  for (const { kept, removed_spans: spans } of rows) {
    counts.documents++;
    if (!kept) counts.dropped++;
    if (spans.length > 0) counts.cut++;
    for (let i = 0; i < spans.length; i += 2) counts.removedUnits += spans[i + 1]! - spans[i]!;
  }
}
writer.close();
finishPass('');
const { user, system } = process.cpuUsage();
const measured = { passes, longestPause: delay.max / 1e6, cpuSeconds: (user + system) / 1e6 };
const report: DedupReport = { ...counts, ...measured };
console.log(JSON.stringify(report));
