import { spawnSync } from 'node:child_process';
import { createReadStream, createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { runMeasured } from './measured-process.js';

const script = fileURLToPath(new URL('../../python/datatrove_minhash.py', import.meta.url));

/** How fast datatrove was where it was last measured for this project: documents of 60 words, two workers. */
export const STATED_RATE = 1250;

export interface DatatroveRun {
  seconds: number;
  peakMiB: number;
  kept: number;
}

/** The interpreter that has datatrove, or why there is none. */
export function findDatatrove(): { python: string } | { missing: string } {
  const python = process.env.LETHE_PYTHON || 'python3';
  const found = spawnSync(python, ['-c', 'import datatrove.pipeline.dedup.minhash'], { encoding: 'utf8' });
  if (found.status === 0) return { python };
  const reason = found.error?.message ?? found.stderr.trim().split('\n').at(-1) ?? 'no reason given';
  return { missing: `${python} has no datatrove (${reason}); LETHE_PYTHON names another interpreter` };
}

/** Runs the four stages of datatrove's MinHash on a JSONL file. */
export async function runDatatrove(
  python: string,
  input: string,
  directory: string,
  {
    workers,
    bands,
    rows,
    shingleSize,
  }: { workers: number; bands: number; rows: number; shingleSize: number },
): Promise<DatatroveRun> {
  const parts = join(directory, 'parts');
  mkdirSync(parts);
  await splitLines(input, parts, workers);
  const args = [script, parts, join(directory, 'datatrove'), workers, bands, rows, shingleSize].map(String);
  const { output, peakMiB } = await runMeasured(python, args);
  const { seconds, kept } = JSON.parse(output.trim().split('\n').at(-1)!) as {
    seconds: number;
    kept: number;
  };
  return { seconds, peakMiB, kept };
}

/** Deals the lines of a file to several: datatrove gives each worker files of its own. */
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
