import { existsSync, readdirSync, type Stats, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { corpus, isTemporary, LetheError, tableFiles, UNFINISHED_FILE } from '@lethe/contracts';
import { isHubInput, parseHubInput } from '../files/hub-input.js';
import { chooseFormat } from './choose-format.js';
import type { CorpusInput } from './corpus-file.js';
import type { CorpusReader } from './corpus-reader.js';
import { type CorpusFormat, corpusFormatNames, corpusReaders } from './corpus-readers.js';
import { detectFormat } from './detect-format.js';
import type { FolderEntry, FoundFile } from './found-file.js';
import { findHubFiles, type HubOptions } from './hub-corpus.js';

/**
 * Finds the files of a corpus below the paths that were given, in the order given and by name within folders.
 * Hidden files and unfinished ones (`*.tmp`) are passed over.
 * @param format how a file that is named is read, and which files of a folder are
 * @throws LetheError when a path is absent or unfinished, or a format is unknown or ambiguous
 */
export async function findCorpusFiles(
  inputs: readonly CorpusInput[],
  format: CorpusFormat | undefined,
  options: HubOptions,
): Promise<FoundFile[]> {
  const files: FoundFile[] = [];
  for (const input of inputs) {
    const { path, name } = typeof input === 'string' ? { path: input, name: undefined } : input;
    files.push(
      ...(isHubInput(path)
        ? await findHubFiles(parseHubInput(path), format, options)
        : await filesOf(path, name ?? basename(resolve(path)), format, options.log)),
    );
  }
  if (files.length === 0) {
    throw new LetheError({
      what: 'no input was given',
      expected: 'files, folders or directories of a corpus',
    });
  }
  return withUniqueNames(files);
}

async function filesOf(
  input: string,
  name: string,
  format: CorpusFormat | undefined,
  log: (line: string) => void,
): Promise<FoundFile[]> {
  if (!existsSync(input)) {
    throw new LetheError({ what: 'there is no such file or folder', where: input, next: 'correct the path' });
  }
  const stats = statSync(input);
  if (isUnfinished(input)) {
    throw new LetheError({
      what: 'this input is unfinished',
      where: input,
      next: 'run the command that writes it again, or name another directory',
    });
  }
  if (!stats.isDirectory()) {
    const found = format ?? (await detectFormat(input));
    if (found === undefined) throw unknownFormat(input);
    if (found === 'corpus') {
      throw new LetheError({
        what: 'this is a file',
        where: input,
        expected: 'with --format corpus: a directory with a corpus table',
        next: 'name its directory, or read the file as --format arrow',
      });
    }
    return [{ name, path: input, format: found, bytes: stats.size }];
  }
  if (holdsCorpusTable(input)) {
    if (format !== undefined && format !== 'corpus') {
      throw new LetheError({
        what: 'this directory holds a corpus table',
        where: input,
        expected: '--format corpus, or no --format',
        found: `--format ${format}`,
      });
    }
    return [corpusTable(input, name)];
  }
  const entries: FolderEntry[] = [];
  for (const entry of walk(input, '')) entries.push({ ...entry, format: await formatOf(entry) });
  return chooseFormat(input, entries, format, log);
}

async function formatOf(entry: { path: string; table: boolean }): Promise<CorpusFormat | undefined> {
  if (entry.table) return 'corpus';
  const format = await detectFormat(entry.path);
  const readers: readonly CorpusReader<CorpusFormat>[] = corpusReaders;
  return readers.find(({ inFoldersFor }) => inFoldersFor === format && format !== undefined)?.name ?? format;
}

function* walk(
  directory: string,
  prefix: string,
): Generator<{ name: string; path: string; bytes: number; table: boolean }> {
  const visible = readdirSync(directory).filter((name) => !name.startsWith('.') && !isTemporary(name));
  for (const entry of visible.sort()) {
    const path = join(directory, entry);
    const name = `${prefix}${entry}`;
    const stats: Stats = statSync(path);
    if (!stats.isDirectory()) {
      if (stats.isFile()) yield { name, path, bytes: stats.size, table: false };
    } else if (holdsCorpusTable(path)) {
      if (!isUnfinished(path)) yield { ...corpusTable(path, name), table: true };
    } else {
      yield* walk(path, `${name}/`);
    }
  }
}

function holdsCorpusTable(directory: string): boolean {
  return tableFiles(directory, corpus).length > 0;
}

function isUnfinished(path: string): boolean {
  return isTemporary(resolve(path)) || existsSync(join(path, UNFINISHED_FILE));
}

function corpusTable(path: string, name: string): FoundFile {
  const bytes = tableFiles(path, corpus).reduce((sum, file) => sum + statSync(file).size, 0);
  return { name, path, format: 'corpus', bytes };
}

/** Ids begin with names, so files of one name in different folders go by the paths that were given. */
function withUniqueNames(files: FoundFile[]): FoundFile[] {
  const counts = new Map<string, number>();
  for (const { name } of files) counts.set(name, (counts.get(name) ?? 0) + 1);
  const seen = new Set<string>();
  return files.map((file) => {
    const key = resolve(file.path);
    if (seen.has(key)) {
      throw new LetheError({ what: 'this file is named twice', where: file.path, next: 'name it once' });
    }
    seen.add(key);
    return counts.get(file.name) === 1 ? file : { ...file, name: file.path };
  });
}

function unknownFormat(path: string): LetheError {
  const extensions = corpusReaders.flatMap((reader) => reader.extensions);
  return new LetheError({
    what: 'the format of this file is not recognised',
    where: path,
    expected: `a name that ends in ${extensions.join(', ')}, perhaps with .gz or .zst behind it, or JSON records`,
    next: `say how to read it: --format ${corpusFormatNames.join(', ')}`,
  });
}
