import { monitorEventLoopDelay } from 'node:perf_hooks';
import { clusters, createTableWriter } from '@lethe/contracts';
import { openCorpus, substringDedup } from '@lethe/data';

/** What one process of deduplication reports on stdout. */
export interface ChildReport {
  documents: number;
  dropped: number;
  cut: number;
  removedUnits: number;
  /** Seconds that each pass took, by name. */
  passes: Record<string, number>;
  /** Longest time for which timers did not run, ms. */
  longestPause: number;
  /** MB */
  peakMemory: number;
}

// Arguments: corpus, directory of the clusters table, unit, tokens of a repeat.
const [corpus, out, unit, minLength] = process.argv.slice(2) as [string, string, 'words' | 'bytes', string];
const delay = monitorEventLoopDelay({ resolution: 5 });
delay.enable();
const passes: Record<string, number> = {};
let since = performance.now();
let present = 'read';
const nextPass = (pass: string): void => {
  passes[present] = (performance.now() - since) / 1000;
  since = performance.now();
  present = pass;
};

const report = { documents: 0, dropped: 0, cut: 0, removedUnits: 0 };
const writer = createTableWriter(out, clusters);
const context = {
  signal: new AbortController().signal,
  onProgress: (pass: string) => {
    if (pass !== present) nextPass(pass);
  },
};
const options = { unit, minLength: Number(minLength) };
for await (const rows of substringDedup(openCorpus([corpus]), undefined, options, context)) {
  writer.writeRows(rows);
  for (const { kept, removed_spans: spans } of rows) {
    report.documents++;
    if (!kept) report.dropped++;
    if (spans.length > 0) report.cut++;
    for (let i = 0; i < spans.length; i += 2) report.removedUnits += spans[i + 1]! - spans[i]!;
  }
}
writer.close();
nextPass('');
const full: ChildReport = {
  ...report,
  passes,
  longestPause: delay.max / 1e6,
  peakMemory: process.resourceUsage().maxRSS / 1024,
};
console.log(JSON.stringify(full));
