import { createReadStream, createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream/promises';
import { python, pythonScript } from '../process/python.js';
import { runMeasured } from '../process/run-measured.js';

/** How fast datatrove was when last measured for this project: documents of 60 words, two workers. */
const STATED_RATE = 1250;

export interface DatatroveOptions {
  workers: number;
  bands: number;
  rows: number;
  shingleSize: number;
}

/** Runs the four stages of datatrove's MinHash on a JSONL file. */
export async function runDatatrove(
  input: string,
  directory: string,
  { workers, bands, rows, shingleSize }: DatatroveOptions,
): Promise<{ seconds: number; peakMiB: number; kept: number }> {
  const parts = join(directory, 'parts');
  mkdirSync(parts);
  await splitLines(input, parts, workers);
  const args = [parts, join(directory, 'datatrove'), workers, bands, rows, shingleSize].map(String);
  const { report, peakMiB } = await runMeasured<{ seconds: number; kept: number }>(python, [
    pythonScript('datatrove_minhash.py'),
    ...args,
  ]);
  return { ...report, peakMiB };
}

/** Deals the lines of a file to several: datatrove gives each worker separate files. */
async function splitLines(input: string, directory: string, parts: number): Promise<void> {
  for (let part = 0; part < parts; part++) {
    const lines = createInterface({ input: createReadStream(input), crlfDelay: Number.POSITIVE_INFINITY });
    await pipeline(
      async function* () {
        let number = 0;
        for await (const line of lines) if (number++ % parts === part) yield `${line}\n`;
      },
      createWriteStream(join(directory, `${part}.jsonl`)),
    );
  }
}

/** One tool's run over one corpus. */
export interface DedupResult {
  name: string;
  documents: number;
  seconds: number;
  /** NaN where the system does not say. */
  peakMiB: number;
}

/** Speed and memory of a run. */
export function formatResult({ name, documents, seconds, peakMiB }: DedupResult): string {
  const rate = Math.round(documents / seconds);
  const memory = Number.isNaN(peakMiB) ? 'peak memory unknown' : `peak ${Math.round(peakMiB)} MiB`;
  return `${name}: ${seconds.toFixed(1)} s, ${rate} documents/s, ${memory}`;
}

/** How many times faster a run is than datatrove, measured beside it, else as stated. */
export function formatRatio(result: DedupResult, datatrove: DedupResult | undefined): string {
  const rate = result.documents / result.seconds;
  if (datatrove === undefined) {
    return `  ${(rate / STATED_RATE).toFixed(1)}x the stated ${STATED_RATE} documents/s of datatrove (not measured here)`;
  }
  const measured = datatrove.documents / datatrove.seconds;
  return `  ${(rate / measured).toFixed(1)}x datatrove, measured on the same corpus`;
}
