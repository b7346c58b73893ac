import { isUtf8 } from 'node:buffer';
import { readBytes } from '@lethe/contracts';
import type { CorpusDocument } from '../documents/corpus-document.js';
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
  const chunks: Buffer[] = [];
  for await (const chunk of readBytes(file.path, { signal: pass.signal, onBytes: pass.countBytes })) {
    chunks.push(chunk);
  }
  const bytes = Buffer.concat(chunks);
  const text = new TextDecoder().decode(bytes).replace(/\r\n?/g, '\n');
  const document = pass.admit(
    isUtf8(bytes)
      ? { id: file.name, text, source: file.name }
      : { kind: 'not-utf-8', found: `${bytes.length} bytes that begin with ${bytes.toString('hex', 0, 8)}` },
    file,
    1,
  );
  if (document) yield [document];
}
