import { readdirSync, statSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Comparison, type ComparisonOptions, compareDirectories } from './compare-directories.js';
import { parseRenames } from './renames.js';

const usage = `node tools/compare/dist/main.js LEFT RIGHT [--renamed table.old=new] [--except 'path#part']

Compares two output directories of experiments file by file: out/full, out/smoke or all of experiments/.
  --renamed  a column that has another name on the right; may be repeated
  --except   a difference that is meant, as the list of differences names it; * stands for any text; may be repeated
Exits 0 when both are the same but for what was stated, 1 when they are not, 2 on wrong usage.`;

/** Runs the command with its arguments and returns its exit status. */
export async function runCompare(
  args: readonly string[],
  print: (text: string) => void,
  printError: (text: string) => void,
): Promise<number> {
  const options = parse(args);
  if (options === 'help') {
    print(usage);
    return 0;
  }
  if (typeof options === 'string') {
    printError(`${options}\n\n${usage}`);
    return 2;
  }
  const comparison = await compareDirectories(options.left, options.right, options);
  print(format(comparison));
  return comparison.differences.length === 0 ? 0 : 1;
}

/** The options, `help`, or what is wrong with them. */
function parse(args: readonly string[]): ({ left: string; right: string } & ComparisonOptions) | string {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        renamed: { type: 'string', multiple: true, default: [] },
        except: { type: 'string', multiple: true, default: [] },
        help: { type: 'boolean' },
      },
    });
    if (values.help) return 'help';
    const [left, right, ...more] = positionals;
    if (!left || !right || more.length > 0) return `two directories, not ${positionals.length}`;
    for (const path of [left, right]) {
      if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return `no directory: ${path}`;
      if (readdirSync(path).length === 0) return `an empty directory: ${path}`;
    }
    return { left, right, renames: parseRenames(values.renamed), exceptions: values.except };
  } catch (error) {
    return (error as Error).message;
  }
}

function format({ files, differences, excepted, unused, notCompared }: Comparison): string {
  const lines = [
    ...excepted.map(({ id }) => `excepted: ${id}`),
    ...Array.from(notCompared, ([text, count]) => `not compared: ${text}, in ${plural(count, 'file')}`),
    ...unused.map((text) => `this exception covered nothing: ${text}`),
    ...differences.map(({ id, text }) => `DIFFERENT ${id}: ${text}`),
    `${plural(files, 'file')} on both sides; ${differences.length === 0 ? 'the same' : plural(differences.length, 'difference')}${excepted.length > 0 ? `, ${excepted.length} excepted` : ''}`,
  ];
  return lines.join('\n');
}

const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
