import { closeSync, existsSync, openSync, readdirSync, readSync } from 'node:fs';
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

/**
 * Numbers in the tensors of the last checkpoint, from the header of its safetensors file; tied weights are
 * stored once and count once.
 * @param directory of the train stage
 * @returns null if no checkpoint can be read
 */
export function countParameters(directory: string): number | null {
  const checkpoint = lastCheckpoint(directory);
  if (checkpoint === undefined) return null;
  const path = join(checkpoint, 'model.safetensors');
  return existsSync(path) ? countTensors(path) : null;
}

function countTensors(path: string): number | null {
  const file = openSync(path, 'r');
  try {
    const length = Buffer.alloc(8);
    if (readSync(file, length, 0, 8, 0) < 8) return null;
    const header = Buffer.alloc(Math.min(Number(length.readBigUInt64LE()), 2 ** 26));
    readSync(file, header, 0, header.length, 8);
    const tensors = JSON.parse(header.toString('utf8')) as Record<string, { shape?: number[] }>;
    return Object.values(tensors).reduce(
      (sum, { shape }) => sum + (shape ? shape.reduce((product, size) => product * size, 1) : 0),
      0,
    );
  } catch {
    // The page can do without the number; checking the checkpoint is up to its stage.
    return null;
  } finally {
    closeSync(file);
  }
}
