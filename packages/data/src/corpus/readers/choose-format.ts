import { groupBy, LetheError } from '@lethe/contracts';
import { type CorpusFormat, readerOf } from './corpus-readers.js';
import type { FolderEntry, FoundFile } from './found-file.js';

/**
 * Chooses which files of a folder are read: those of the format asked for, else all where they have one format.
 * The log names the files that are left out.
 * @throws LetheError when the folder holds no such file, or files of several formats and none was asked for
 */
export function chooseFormat(
  folder: string,
  entries: readonly FolderEntry[],
  format: CorpusFormat | undefined,
  log: (line: string) => void,
): FoundFile[] {
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
    found !== undefined && (format === undefined || sameFiles(found, format));
  const files = entries.filter((entry): entry is FolderEntry & { format: CorpusFormat } =>
    isWanted(entry.format),
  );
  if (files.length === 0) {
    throw new LetheError({
      what: 'this folder holds no file that can be read',
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

/** Two formats of the same files, such as text and text-files: the one asked for decides how they are read. */
function sameFiles(found: CorpusFormat, asked: CorpusFormat): boolean {
  const single = (format: CorpusFormat): string => readerOf(format).inFoldersFor ?? format;
  return single(found) === single(asked);
}

function describeFormats(byFormat: ReadonlyMap<CorpusFormat | undefined, readonly FolderEntry[]>): string {
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
