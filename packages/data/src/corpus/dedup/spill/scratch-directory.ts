import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A new directory for intermediate results below `parent`, or the system's; `remove` deletes it with all it holds. */
export function createScratchDirectory(parent: string = tmpdir()): { path: string; remove: () => void } {
  const path = mkdtempSync(join(parent, 'lethe-scratch-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
