import { existsSync, readdirSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';

export interface Checkpoint {
  /** Number of updates done. */
  updates: number;
  directory: string;
}

/** The checkpoints of a train directory, `checkpoints/step-<updates>`, earliest first; none where it has none. */
export function findCheckpoints(train: string): Checkpoint[] {
  const parent = join(train, 'checkpoints');
  if (!existsSync(parent)) return [];
  return readdirSync(parent)
    .flatMap((name): Checkpoint[] => {
      const directory = join(parent, name);
      const updates = stepOfDirectory(directory);
      return updates === null ? [] : [{ updates, directory }];
    })
    .sort((a, b) => a.updates - b.updates);
}

/** The number of updates in the name of a checkpoint's directory, `step-<updates>`; null for another name. */
export function stepOfDirectory(directory: string): number | null {
  const match = /^step-(\d+)$/.exec(basename(resolve(directory)));
  return match ? Number(match[1]) : null;
}
