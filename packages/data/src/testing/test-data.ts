import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const repository = fileURLToPath(new URL('../../../..', import.meta.url));
const root = process.env.LETHE_DATA || join(repository, '../shared/data');

/**
 * A file of the public data sets that some tests measure: below LETHE_DATA, else below ../shared/data beside
 * the repository. Where it is absent a warning says that its tests are skipped.
 */
export function testData(file: string): string {
  const path = join(root, file);
  if (!existsSync(path)) console.warn(`SKIPPED: tests that need ${path}; set LETHE_DATA to run them`);
  return path;
}
