import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { MinhashOptions, SubstringOptions } from '@lethe/data';
import { type MeasuredRun, runMeasured } from '../process/run-measured.js';

/** Options of the methods that the benchmarks measure. */
export interface MethodOptions {
  exact: Record<string, never>;
  minhash: MinhashOptions;
  substring: SubstringOptions;
}

/** What one deduplication reports. */
export interface DedupReport {
  documents: number;
  dropped: number;
  /** Documents of which something was cut out, and the UTF-16 units cut. */
  cut: number;
  removedUnits: number;
  /** Seconds that each pass took, by name. */
  passes: Record<string, number>;
  /** Longest time for which timers did not run, ms. */
  longestPause: number;
  /** Processor time of all threads. */
  cpuSeconds: number;
}

/**
 * Deduplicates a file of JSON lines in a separate process, which writes the clusters table to the new directory `out`.
 */
export function runDedup<Method extends keyof MethodOptions>(
  method: Method,
  input: string,
  out: string,
  options: MethodOptions[Method],
): Promise<MeasuredRun<DedupReport>> {
  mkdirSync(out);
  const child = join(import.meta.dirname, 'lethe-process.js');
  return runMeasured(process.execPath, [child, method, input, out, JSON.stringify(options)]);
}
