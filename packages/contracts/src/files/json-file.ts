import { readFileSync } from 'node:fs';
import { LetheError, type Problem } from '../errors.js';
import { checkJsonDepth } from './json-depth.js';
import { systemProblem } from './system-problem.js';
import { writeFileWhole } from './write-whole.js';

/**
 * Reads a JSON file.
 * @param problem the error's parts besides path and reason
 * @throws LetheError when the file is absent, cannot be read, is not JSON or is nested too deeply
 */
export function readJson(path: string, problem: Pick<Problem, 'what' | 'expected' | 'next'>): unknown {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    const { message } = error as Error;
    throw (
      systemProblem(error) ?? new LetheError({ ...problem, where: path, found: message }, { cause: error })
    );
  }
  checkJsonDepth(json, path);
  return json;
}

/** Writes a value as indented JSON, as `writeWhole` does. */
export function writeJson(path: string, value: unknown): void {
  writeFileWhole(path, `${JSON.stringify(value, null, 2)}\n`);
}
