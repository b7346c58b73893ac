import { extname } from 'node:path';
import { LetheError } from '@lethe/contracts';
import type { CorpusDocument } from '../corpus-document.js';
import { readUtf8 } from './read-utf8.js';

/** Names under which plain text is published; others hold text in a format that has to be parsed. */
export const textExtensions = ['', '.txt', '.text', '.md', '.raw', '.tokens'];

/**
 * Reads the documents of a text file. Where the file has headings of WikiText's first level (` = Title = `
 * between blank lines), each begins a document; otherwise blank lines separate documents.
 * @param source name of the file in the corpus table
 * @param idPrefix ids are this and the number of the document in the file
 * @throws LetheError when the file is of another kind, not UTF-8, or holds no document
 */
export function readTextDocuments(path: string, source: string, idPrefix: string): CorpusDocument[] {
  const extension = extname(path).toLowerCase();
  if (!textExtensions.includes(extension)) {
    throw new LetheError({
      what: `background is not read from ${extension === '.parquet' ? 'Parquet' : extension} files yet`,
      where: path,
      expected: 'a text file, such as .txt',
      found: `a ${extension} file`,
      next: 'write its text to a .txt file, documents separated by blank lines, and name that file',
    });
  }
  const documents = splitDocuments(readUtf8(path));
  if (documents.length === 0) {
    throw new LetheError({ what: 'this file holds no text', where: path, next: 'name another file' });
  }
  return documents.map((text, number) => ({ id: `${idPrefix}${number}`, text, source }));
}

/** Splits text into documents at WikiText headings of the first level, or at blank lines where it has none. */
export function splitDocuments(text: string): string[] {
  const lines = text.split('\n');
  const isBlank = (line: number): boolean => (lines[line] ?? '').trim() === '';
  const isTitle = (line: number): boolean =>
    isTitleLine(lines[line]!) && isBlank(line - 1) && isBlank(line + 1);
  const starts = [...lines.keys()].filter(isTitle);
  const pieces =
    starts.length > 0
      ? [0, ...starts].map((start, i) => lines.slice(start, starts[i] ?? lines.length).join('\n'))
      : text.split(/\n[^\S\n]*\n/);
  return pieces.map((piece) => piece.trim()).filter((piece) => piece !== '');
}

/** Whether a line is a heading of WikiText's first level, if it stands between blank lines. */
export function isTitleLine(line: string): boolean {
  return /^ ?= [^=].* = ?$/.test(line);
}
