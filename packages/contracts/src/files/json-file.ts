import { readFileSync } from 'node:fs';
import { LetheError, type Problem } from '../errors.js';
import { checkJsonDepth } from './json-depth.js';
import { writeFileWhole } from './write-whole.js';

/**
 * Reads a JSON file.
 * @param problem the error's parts besides path and reason
 * @throws LetheError when the file is absent, not JSON, or nested too deeply
 */
export function readJson(path: string, problem: Pick<Problem, 'what' | 'expected' | 'next'>): unknown {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new LetheError({ ...problem, where: path, found: (error as Error).message }, { cause: error });
  }
  checkJsonDepth(json, path);
  return json;
}

/** Writes a value as indented JSON, as `writeWhole` does. */
export function writeJson(path: string, value: unknown): void {
  writeFileWhole(path, `${JSON.stringify(value, null, 2)}\n`);
}
