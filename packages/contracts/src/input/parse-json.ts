import { randomBytes } from 'node:crypto';
import { endOfString, exceedsStructure, TooManyValues } from '../text/json-structure.js';

/** No integer of fewer digits is beyond what a number holds exactly. */
const LONG_NUMBER = /\d{16}/;
/** Brackets, braces, commas and colons of one JSON text: a line, a cell. Their values take at most 200 MB besides the texts. */
export const MAX_STRUCTURE = 2_000_000;
/** Each is there three times before it is a value: in the text, in the marked one and as its string. */
const MAX_LONG_INTEGERS = 500_000;
/** Begins strings that stand for integers while they are parsed; no text can know it. */
const MARK = randomBytes(9).toString('base64url');

/**
 * Parses JSON as `JSON.parse` does, but integers that a number does not hold exactly become bigints: 64-bit ids keep
 * their digits.
 * @throws SyntaxError when it is not JSON; TooManyValues before memory is taken for them
 */
export function parseJson(text: string): unknown {
  if (exceedsStructure(text, MAX_STRUCTURE)) throw new TooManyValues(MAX_STRUCTURE);
  if (!LONG_NUMBER.test(text)) return JSON.parse(text);
  const marked = markIntegers(text);
  if (marked === text) return JSON.parse(text);
  try {
    const root = [JSON.parse(marked) as unknown];
    restoreIntegers(root);
    return root[0];
  } catch (error) {
    // For a message about the text itself.
    JSON.parse(text);
    throw error;
  }
}

/** Puts bigints in the place of marked strings, at any depth; several times faster than a reviver. */
function restoreIntegers(root: unknown[]): void {
  const open: object[] = [root];
  for (let holder = open.pop(); holder !== undefined; holder = open.pop()) {
    const record = holder as Record<string, unknown>;
    for (const key of Object.keys(record)) {
      const value = record[key];
      if (typeof value === 'object' && value !== null) open.push(value);
      else if (typeof value === 'string' && value.startsWith(MARK)) {
        record[key] = BigInt(value.slice(MARK.length));
      }
    }
  }
}

/** Makes a marked string of each integer beyond the safe ones. */
function markIntegers(text: string): string {
  const tokens = /"|[-+.\w]{16,}/g;
  let marked = '';
  let done = 0;
  let count = 0;
  for (let found = tokens.exec(text); found; found = tokens.exec(text)) {
    const [token] = found;
    if (token === '"') {
      const close = endOfString(text, found.index);
      if (close < 0) break;
      tokens.lastIndex = close + 1;
    } else if (/^-?[1-9]\d+$/.test(token) && !Number.isSafeInteger(Number(token))) {
      if (++count > MAX_LONG_INTEGERS)
        throw new TooManyValues(MAX_LONG_INTEGERS, 'integers beyond those that a number holds');
      marked += `${text.slice(done, found.index)}"${MARK}${token}"`;
      done = tokens.lastIndex;
    }
  }
  return marked + text.slice(done);
}
