import { existsSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { LetheError } from '@lethe/contracts';
import type { StageTask } from '@lethe/experiment';
import { hashPath, isOutput } from './hash-path.js';

/**
 * Hashes of the `inputs` of a custom stage, by their paths in experiment.json. Of directories what runs themselves write is
 * left out: `out` of an experiment, and what Nx, Python and Git keep.
 * @param mode `strict` throws a LetheError for a file that is not there, `lenient` counts it as absent
 */
export async function customInputs(
  task: StageTask,
  directory: string,
  mode: 'strict' | 'lenient',
): Promise<Record<string, string>> {
  const hashes: [string, string][] = [];
  for (const input of task.override?.inputs ?? []) {
    const path = resolve(directory, input);
    if (existsSync(path)) hashes.push([input, await hashPath(path, isWrittenByRuns)]);
    else if (mode === 'lenient') hashes.push([input, 'absent']);
    else {
      throw new LetheError({
        what: 'there is no such file',
        where: `${join(directory, 'experiment.json')}, stages.${task.stage}.inputs`,
        found: path,
        next: 'correct the path, which is relative to experiment.json, or remove it',
      });
    }
  }
  return Object.fromEntries(hashes);
}

function isWrittenByRuns(path: string): boolean {
  return isOutput(path) || ['.nx', '__pycache__', '.git'].includes(basename(path));
}
