import { isUtf8 } from 'node:buffer';
import { readWhole } from '@lethe/contracts';
import type { CorpusDocument } from '../documents/corpus-document.js';
import { type Malformed, textTooLong } from '../files/malformed-rows.js';
import type { CorpusFile } from './corpus-file.js';
import type { CorpusPass } from './corpus-pass.js';
import { defineReader } from './corpus-reader.js';

/** Text files that are a document each. */
export const textFilesReader = defineReader({
  name: 'text-files',
  description: 'text files that are one document each, as in a folder',
  extensions: [],
  inFoldersFor: 'text',
  read: readWholeText,
});

/** Reads a text file as one document, whose id is the name of the file. Line ends become \n. */
async function* readWholeText(file: CorpusFile, pass: CorpusPass): AsyncGenerator<CorpusDocument[]> {
  const bytes = await readWhole(file.path, { signal: pass.signal, onBytes: pass.countBytes });
  const document = pass.admit(documentOf(bytes, file.name), file, 1);
  if (document) yield [document];
}

function documentOf(bytes: Buffer | undefined, name: string): CorpusDocument | Malformed {
  if (bytes === undefined) return textTooLong();
  if (!isUtf8(bytes)) {
    const begin = bytes.toString('hex', 0, 8);
    return { kind: 'not-utf-8', found: `${bytes.length} bytes that begin with ${begin}` };
  }
  const text = new TextDecoder().decode(bytes).replace(/\r\n?/g, '\n');
  return { id: name, text, source: name };
}
