import { readFileSync } from 'node:fs';
import { LetheError, type Problem } from '../errors.js';
import { exceedsStructure, TooManyValues } from '../text/json-structure.js';
import { checkJsonDepth } from './json-depth.js';
import { systemProblem } from './system-problem.js';
import { writeFileWhole } from './write-whole.js';

/** The parts of an error besides path and reason. */
type JsonProblem = Pick<Problem, 'what' | 'expected' | 'next'>;

/**
 * Brackets, braces, commas and colons of a file; none of settings has as many. What checks them may take a kilobyte for a
 * value.
 */
const MAX_STRUCTURE = 1_000_000;

/**
 * Reads a JSON file.
 * @param maxStructure brackets, braces, commas and colons that it may have
 * @throws LetheError when the file is absent, cannot be read, is not JSON, has too many values or is nested too deeply
 */
export function readJson(path: string, problem: JsonProblem, maxStructure?: number): unknown {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw systemProblem(error) ?? broken(path, problem, error);
  }
  return parseJsonText(text, path, problem, maxStructure);
}

/**
 * The value of the text of a JSON file.
 * @param where the file, for errors
 * @param maxStructure brackets, braces, commas and colons that it may have
 * @throws LetheError when it is not JSON, has too many values or is nested too deeply
 */
export function parseJsonText(
  text: string,
  where: string,
  problem: JsonProblem,
  maxStructure: number = MAX_STRUCTURE,
): unknown {
  let json: unknown;
  try {
    if (exceedsStructure(text, maxStructure)) throw new TooManyValues(maxStructure);
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
