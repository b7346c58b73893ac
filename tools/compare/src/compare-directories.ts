import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { compareFiles } from './compare-files.js';
import type { FileComparison } from './difference.js';
import type { Rename } from './renames.js';

export interface ComparisonOptions {
  renames?: readonly Rename[];
  /** Differences that are meant, as `path#part` with `*` for any text; the end of a path is enough. */
  exceptions?: readonly string[];
}

/** A difference and where it is. */
export interface LocatedDifference {
  /** `path#part`, which exceptions are matched against. */
  id: string;
  text: string;
}

/** What a comparison of two directories found. */
export interface Comparison {
  /** Files on both sides. */
  files: number;
  differences: LocatedDifference[];
  /** Differences that an exception covers. */
  excepted: LocatedDifference[];
  /** Exceptions that covered nothing. */
  unused: string[];
  /** What was left out of the comparison, and in how many files. */
  notCompared: Map<string, number>;
}

/** Compares all files of two directories, those only on one side included. */
export async function compareDirectories(
  left: string,
  right: string,
  { renames = [], exceptions = [] }: ComparisonOptions = {},
): Promise<Comparison> {
  const here = listFiles(left);
  const there = new Set(listFiles(right));
  const shared = here.filter((path) => there.has(path));
  const comparison: Comparison = {
    files: shared.length,
    differences: [],
    excepted: [],
    unused: [],
    notCompared: new Map(),
  };
  const patterns = exceptions.map((text) => ({ text, pattern: toPattern(text), used: false }));
  const note = (id: string, text: string): void => {
    const matching = patterns.filter(({ pattern }) => pattern.test(id));
    for (const exception of matching) exception.used = true;
    (matching.length > 0 ? comparison.excepted : comparison.differences).push({ id, text });
  };
  for (const path of here) if (!there.has(path)) note(`${path}#file`, 'only on the left');
  for (const path of there) if (!shared.includes(path)) note(`${path}#file`, 'only on the right');
  for (const path of shared) {
    const { differences, notCompared } = await compareFiles(
      join(left, path),
      join(right, path),
      renames,
    ).catch(
      (error: Error): FileComparison => ({
        differences: [{ part: 'file', text: `other bytes, and it cannot be read: ${error.message}` }],
        notCompared: [],
      }),
    );
    for (const { part, text } of differences) note(`${path}#${part}`, text);
    for (const text of notCompared) {
      comparison.notCompared.set(text, (comparison.notCompared.get(text) ?? 0) + 1);
    }
  }
  comparison.unused = patterns.filter(({ used }) => !used).map(({ text }) => text);
  return comparison;
}

function listFiles(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(directory, join(entry.parentPath, entry.name)))
    .sort();
}

function toPattern(exception: string): RegExp {
  const escaped = exception.split('*').map((text) => text.replace(/[\\^$.+?()[\]{}|/]/g, '\\$&'));
  return new RegExp(`(^|/)${escaped.join('[\\s\\S]*')}$`);
}
