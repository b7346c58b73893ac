import { renameSync, rmSync } from 'node:fs';
import { ByteSink } from '@lethe/contracts';
import type { FactCount } from './count-facts.js';

/** Writes counts as JSON lines, one for each pair of a fact and a target; a file that exists is replaced. */
export function writeFactCounts(path: string, counts: readonly FactCount[]): void {
  const unfinished = `${path}.tmp`;
  try {
    const sink = new ByteSink(unfinished);
    try {
      for (const count of counts) sink.write(Buffer.from(`${JSON.stringify(count)}\n`));
    } finally {
      sink.close();
    }
    renameSync(unfinished, path);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
}
