import { readFileSync } from 'node:fs';
import { LetheError, type Problem } from '../errors.js';
import { checkJsonDepth } from './json-depth.js';
import { systemProblem } from './system-problem.js';
import { writeFileWhole } from './write-whole.js';

/** The parts of an error besides path and reason. */
type JsonProblem = Pick<Problem, 'what' | 'expected' | 'next'>;

/**
 * Reads a JSON file.
 * @throws LetheError when the file is absent, cannot be read, is not JSON or is nested too deeply
 */
export function readJson(path: string, problem: JsonProblem): unknown {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw systemProblem(error) ?? broken(path, problem, error);
  }
  return parseJsonText(text, path, problem);
}

/**
 * The value of the text of a JSON file.
 * @param where the file, for errors
 * @throws LetheError when it is not JSON or is nested too deeply
 */
export function parseJsonText(text: string, where: string, problem: JsonProblem): unknown {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw broken(where, problem, error);
  }
  checkJsonDepth(json, where);
  return json;
}

const broken = (where: string, problem: JsonProblem, cause: unknown): LetheError =>
  new LetheError({ ...problem, where, found: (cause as Error).message }, { cause });

/** Writes a value as indented JSON, as `writeWhole` does. */
export function writeJson(path: string, value: unknown): void {
  writeFileWhole(path, `${JSON.stringify(value, null, 2)}\n`);
}
