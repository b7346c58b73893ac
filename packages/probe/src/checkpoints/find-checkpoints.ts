import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

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
      const match = /^step-(\d+)$/.exec(name);
      return match ? [{ updates: Number(match[1]), directory: join(parent, name) }] : [];
    })
    .sort((a, b) => a.updates - b.updates);
}
