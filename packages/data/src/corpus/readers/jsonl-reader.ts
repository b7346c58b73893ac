import { readJsonLines } from '@lethe/contracts';
import type { CorpusDocument } from '../documents/corpus-document.js';
import type { CorpusFile } from './corpus-file.js';
import type { CorpusPass } from './corpus-pass.js';
import { defineReader } from './corpus-reader.js';
import { documentMaker } from './document-fields.js';

/** A JSON record on every line. */
export const jsonlReader = defineReader({
  name: 'jsonl',
  description: 'a JSON record on every line; plain, gzip or zstd',
  extensions: ['.jsonl', '.ndjson'],
  // A record that spans several lines is a settings file.
  sniff: (begin) =>
    /^\{.*\}\s*$/.test(begin.split('\n')[0]!) || (begin.startsWith('{') && !begin.includes('\n')),
  read: readJsonlCorpus,
});

/** Reads the documents of a JSONL file, one of every line. */
async function* readJsonlCorpus(file: CorpusFile, pass: CorpusPass): AsyncGenerator<CorpusDocument[]> {
  const make = documentMaker(pass.fields, file.name);
  for await (const lines of readJsonLines(file.path, { signal: pass.signal, onBytes: pass.countBytes })) {
    const documents: CorpusDocument[] = [];
    for (const { line, value, malformed } of lines) {
      const document = pass.admit(malformed ?? make(value, line - 1), file, line);
      if (document) documents.push(document);
    }
    yield documents;
  }
}
