import { readFileSync } from 'node:fs';
import { LetheError, type Problem } from '../errors.js';
import { writeFileWhole } from './write-whole.js';

/**
 * Reads a JSON file.
 * @param problem the error's parts besides path and reason
 * @throws LetheError when the file is absent or not JSON
 */
export function readJson(path: string, problem: Pick<Problem, 'what' | 'expected' | 'next'>): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new LetheError({ ...problem, where: path, found: (error as Error).message }, { cause: error });
  }
}

/** Writes a value as indented JSON, as `writeWhole` does. */
export function writeJson(path: string, value: unknown): void {
  writeFileWhole(path, `${JSON.stringify(value, null, 2)}\n`);
}
