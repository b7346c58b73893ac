import { corpus, readBatches } from '@lethe/contracts';
import type { CorpusDocument } from '../documents/corpus-document.js';
import type { CorpusFile } from './corpus-file.js';
import type { CorpusPass } from './corpus-pass.js';
import { defineReader } from './corpus-reader.js';

const DOCUMENTS = 4096;

/** What operations of `lethe data` write; found by its directory, never by a file. */
export const corpusTableReader = defineReader({
  name: 'corpus',
  description: 'a directory with the corpus table of Lethe',
  extensions: [],
  read: readCorpusTable,
});

/** Reads the corpus table of a directory; ids and sources stay as they are. */
async function* readCorpusTable(file: CorpusFile, pass: CorpusPass): AsyncGenerator<CorpusDocument[]> {
  let row = 0;
  for await (const batch of readBatches(file.path, corpus)) {
    const [ids, texts, sources] = [batch.strings('id'), batch.strings('text'), batch.strings('source')];
    for (let begin = 0; begin < batch.length; begin += DOCUMENTS) {
      pass.signal?.throwIfAborted();
      const documents: CorpusDocument[] = [];
      for (let i = begin; i < Math.min(begin + DOCUMENTS, batch.length); i++) {
        const found = { id: ids[i]!, text: texts[i]!, source: sources[i]! };
        pass.countBytes(found.id.length + found.text.length + found.source.length);
        const document = pass.admit(found, file, ++row, 'row');
        if (document) documents.push(document);
      }
      yield documents;
    }
  }
}
