import { mkdtempSync, rmSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';

/** Calls `use` with a new directory and removes it afterwards, on SIGINT and SIGTERM too: some benchmarks write gigabytes. */
export async function withTemporaryDirectory<T>(
  use: (directory: string) => Promise<T>,
  parent: string = tmpdir(),
): Promise<T> {
  const directory = mkdtempSync(join(parent, 'lethe-bench-'));
  const remove = (): void => rmSync(directory, { recursive: true, force: true });
  const end = (signal: NodeJS.Signals): void => {
    remove();
    process.exit(128 + constants.signals[signal]);
  };
  process.once('SIGINT', end);
  process.once('SIGTERM', end);
  try {
    return await use(directory);
  } finally {
    process.off('SIGINT', end);
    process.off('SIGTERM', end);
    remove();
  }
}
