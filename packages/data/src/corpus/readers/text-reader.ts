import { MAX_TEXT_BYTES, readLines } from '@lethe/contracts';
import type { CorpusDocument } from '../documents/corpus-document.js';
import { type Malformed, textTooLong } from '../files/malformed-rows.js';
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
  let units = 0;
  let refused = false;
  let documents: CorpusDocument[] = [];
  // At once: whoever refuses malformed documents need not wait for the end of this one.
  const refuse = (what: Malformed, line: number): void => {
    if (!refused) pass.admit(what, file, line);
    refused = true;
    lines = [];
  };
  const end = (): void => {
    const text = lines.join('\n').trim();
    if (refused) number++;
    else if (text !== '') {
      const id = `${file.name}-${number++}`;
      const document = pass.admit({ id, text, source: file.name }, file, number);
      if (document) documents.push(document);
    }
    lines = [];
    units = 0;
    refused = false;
  };
  for await (const batch of withNeighbours(file.path, pass)) {
    for (const { line, text, isTitle } of batch) {
      if (titled ? isTitle : isBlank(text)) end();
      if (typeof text !== 'string') refuse(text, line);
      else if (!refused) {
        units += text.length + 1;
        if (units > MAX_TEXT_BYTES) refuse(textTooLong(), line);
        else lines.push(text);
      }
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
