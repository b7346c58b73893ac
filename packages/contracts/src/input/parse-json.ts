import { randomBytes } from 'node:crypto';

/** No integer of fewer digits is beyond what a number holds exactly. */
const LONG_NUMBER = /\d{16}/;
/** Begins strings that stand for integers while they are parsed; no text can know it. */
const MARK = randomBytes(9).toString('base64url');

/**
 * Parses JSON as `JSON.parse` does, but integers that a number does not hold exactly become bigints: 64-bit ids keep
 * their digits.
 * @throws SyntaxError when it is not JSON
 */
export function parseJson(text: string): unknown {
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
  for (let found = tokens.exec(text); found; found = tokens.exec(text)) {
    const [token] = found;
    if (token === '"') {
      const close = closingQuote(text, found.index);
      if (close < 0) break;
      tokens.lastIndex = close + 1;
    } else if (/^-?[1-9]\d+$/.test(token) && !Number.isSafeInteger(Number(token))) {
      marked += `${text.slice(done, found.index)}"${MARK}${token}"`;
      done = tokens.lastIndex;
    }
  }
  return marked + text.slice(done);
}

/** The quote that ends the string begun at `open`, or -1. */
function closingQuote(text: string, open: number): number {
  for (let close = text.indexOf('"', open + 1); close >= 0; close = text.indexOf('"', close + 1)) {
    let escapes = close;
    while (text[escapes - 1] === '\\') escapes--;
    if ((close - escapes) % 2 === 0) return close;
  }
  return -1;
}
