import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Directory of the last checkpoint that a train stage saved.
 * @param directory of the train stage
 * @returns undefined where there is none, as with a trainer that keeps its checkpoints elsewhere
 */
export function lastCheckpoint(directory: string): string | undefined {
  const folder = join(directory, 'checkpoints');
  const last = existsSync(folder) ? readdirSync(folder).sort().at(-1) : undefined;
  return last === undefined ? undefined : join(folder, last);
}
