import { LetheError } from '@lethe/contracts';
import { groupBy } from '../../iterate/group-by.js';
import type { CorpusFile, Entry } from './corpus-file.js';
import type { CorpusFormat } from './corpus-format.js';

/**
 * Chooses which files of a folder are read: those of the format asked for, else all where they have one format.
 * The log tells which files are left out.
 * @throws LetheError when the folder holds no such file, or files of several formats and none was asked for
 */
export function chooseFormat(
  folder: string,
  entries: readonly Entry[],
  format: CorpusFormat | undefined,
  log: (line: string) => void,
): CorpusFile[] {
  const byFormat = groupBy(entries, (entry) => entry.format);
  const known = [...byFormat.keys()].filter((found) => found !== undefined);
  if (format === undefined && known.length > 1) {
    throw new LetheError({
      what: 'this folder holds files of several formats',
      where: folder,
      expected: 'one format',
      found: describeFormats(byFormat),
      next: 'name the format (--format), or the files',
    });
  }
  const isWanted = (found: CorpusFormat | undefined): found is CorpusFormat =>
    found !== undefined && (format === undefined || found === format || (isText(found) && isText(format)));
  const files = entries.filter((entry): entry is Entry & { format: CorpusFormat } => isWanted(entry.format));
  if (files.length === 0) {
    throw new LetheError({
      what: 'this folder holds nothing that can be read',
      where: folder,
      expected: format === undefined ? 'files of a known format' : `files of format ${format}`,
      found: describeFormats(byFormat) || 'no files',
      next: 'name another folder, or files and their format (--format)',
    });
  }
  if (files.length < entries.length) {
    const others = entries.filter((entry) => !isWanted(entry.format)).map(({ name }) => name);
    log(`${folder}: ${files.length} files are read, ${others.length} are not: ${few(others)}`);
  }
  return files.map((file) => ({ ...file, format: format ?? file.format }));
}

/** Files of text are asked for by either name: it says how they are read. */
function isText(format: CorpusFormat): boolean {
  return format === 'text' || format === 'text-files';
}

function describeFormats(byFormat: ReadonlyMap<CorpusFormat | undefined, readonly Entry[]>): string {
  return [...byFormat]
    .map(
      ([format, entries]) =>
        `${entries.length} ${format ?? 'unknown'} (${few(entries.map(({ name }) => name))})`,
    )
    .join(', ');
}

function few(names: readonly string[]): string {
  return names.slice(0, 3).join(', ') + (names.length > 3 ? ', ...' : '');
}
