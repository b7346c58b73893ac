import { ByteSink, writeWhole } from '@lethe/contracts';
import type { FactCount } from './count-facts.js';

/** Writes counts as JSON lines, one for each pair of a fact and a target; a file that exists is replaced. */
export function writeFactCounts(path: string, counts: readonly FactCount[]): void {
  writeWhole(path, (partial) => {
    const sink = new ByteSink(partial);
    try {
      for (const count of counts) sink.write(Buffer.from(`${JSON.stringify(count)}\n`));
    } finally {
      sink.close();
    }
  });
}
