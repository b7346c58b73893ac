import { readFileSync } from 'node:fs';
import { checkJsonDepth, LetheError } from '@lethe/contracts';

// A string is taken as a whole, so that words in it stay; one that does not end reaches to the end of the text.
const stringOrWord = /"[^"\\]*(?:\\[\s\S][^"\\]*)*(?:"|\\?$)|-?\bInfinity\b|\bNaN\b/g;

/**
 * The value of a config.json, which Python's JSON writer may have given NaN, Infinity and -Infinity: they become texts,
 * so that a field that needs a number refuses them by name and others pass.
 * @throws LetheError when the file is absent, not JSON or nested too deeply
 */
export function readConfigJson(path: string): unknown {
  let value: unknown;
  try {
    const text = readFileSync(path, 'utf8');
    value = JSON.parse(text.replace(stringOrWord, (match) => (match.startsWith('"') ? match : `"${match}"`)));
  } catch (error) {
    throw new LetheError(
      {
        what: 'the configuration of the model cannot be read',
        where: path,
        found: (error as Error).message,
        next: 'copy or download the file again',
      },
      { cause: error },
    );
  }
  checkJsonDepth(value, path);
  return value;
}
