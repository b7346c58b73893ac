import { readFileSync } from 'node:fs';
import { LetheError, parseJsonText } from '@lethe/contracts';

// A string is taken as a whole, so that words in it stay; one that does not end reaches to the end of the text.
const stringOrWord = /"[^"\\]*(?:\\[\s\S][^"\\]*)*(?:"|\\?$)|-?\bInfinity\b|\bNaN\b/g;

/**
 * The value of a config.json, which Python's JSON writer may have given NaN, Infinity and -Infinity: they become texts,
 * so that a field that needs a number refuses them by name and others pass.
 * @throws LetheError when the file is absent, not JSON or nested too deeply
 */
export function readConfigJson(path: string): unknown {
  const problem = {
    what: 'the configuration of the model cannot be read',
    next: 'copy or download the file again',
  };
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new LetheError({ ...problem, where: path, found: (error as Error).message }, { cause: error });
  }
  const quoted = text.replace(stringOrWord, (match) => (match.startsWith('"') ? match : `"${match}"`));
  return parseJsonText(quoted, path, problem);
}
