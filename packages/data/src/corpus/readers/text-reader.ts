import { readLines } from '@lethe/contracts';
import type { CorpusDocument } from '../documents/corpus-document.js';
import type { Malformed } from '../files/malformed-rows.js';
import type { CorpusFile } from './corpus-file.js';
import type { CorpusPass } from './corpus-pass.js';
import { defineReader } from './corpus-reader.js';
import { isTitleLine } from './split-documents.js';

type Line = string | Malformed;

/** Text with many documents in a file. */
export const textReader = defineReader({
  name: 'text',
  description: 'text whose documents begin at WikiText headings, else after blank lines; plain, gzip or zstd',
  extensions: ['.txt', '.text', '.raw', '.tokens'],
  looseExtensions: ['', '.md'],
  read: readTextCorpus,
});

/**
 * Reads the documents of a text file as `splitDocuments` does, in bounded memory: documents begin at WikiText
 * headings of the first level, or after blank lines where the file has none. A document with a malformed line
 * counts as malformed at that line.
 */
async function* readTextCorpus(file: CorpusFile, pass: CorpusPass): AsyncGenerator<CorpusDocument[]> {
  const titled = await hasTitles(file.path, pass.signal);
  let number = 0;
  let lines: string[] = [];
  let malformed: { line: number; what: Malformed } | undefined;
  let documents: CorpusDocument[] = [];
  const end = (): void => {
    const text = lines.join('\n').trim();
    lines = [];
    if (text === '' && malformed === undefined) return;
    const id = `${file.name}-${number++}`;
    const found = malformed?.what ?? { id, text, source: file.name };
    const document = pass.admit(found, file, malformed?.line ?? number);
    malformed = undefined;
    if (document) documents.push(document);
  };
  for await (const batch of withNeighbours(file.path, pass)) {
    for (const { line, text, isTitle } of batch) {
      if (titled ? isTitle : isBlank(text)) end();
      if (typeof text === 'string') lines.push(text);
      else malformed ??= { line, what: text };
    }
    yield documents;
    documents = [];
  }
  end();
  yield documents;
}

async function hasTitles(path: string, signal: AbortSignal | undefined): Promise<boolean> {
  for await (const batch of withNeighbours(path, { signal })) {
    if (batch.some(({ isTitle }) => isTitle)) return true;
  }
  return false;
}

interface TextLine {
  line: number;
  text: Line;
  isTitle: boolean;
}

/** Lines with what the line before and the line after make of them: a title stands between blank lines. */
async function* withNeighbours(
  path: string,
  options: { signal: AbortSignal | undefined; countBytes?: (bytes: number) => void },
): AsyncGenerator<TextLine[]> {
  let before: Line = '';
  let present: TextLine | undefined;
  for await (const { first, lines } of readLines(path, {
    signal: options.signal,
    onBytes: options.countBytes,
  })) {
    const batch: TextLine[] = [];
    for (let i = 0; i < lines.length; i++) {
      for (const text of splitAtReturns(lines[i]!)) {
        if (present) {
          present.isTitle &&= isBlank(text);
          batch.push(present);
          before = present.text;
        }
        present = {
          line: first + i,
          text,
          isTitle: isBlank(before) && typeof text === 'string' && isTitleLine(text),
        };
      }
    }
    yield batch;
  }
  if (present) yield [present];
}

/** Old files end lines with a carriage return alone. */
function splitAtReturns(line: Line): Line[] {
  return typeof line === 'string' && line.includes('\r') ? line.split('\r') : [line];
}

function isBlank(line: Line): boolean {
  return typeof line === 'string' && line.trim() === '';
}
