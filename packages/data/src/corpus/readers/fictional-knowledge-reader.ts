import type { CorpusDocument } from '../documents/corpus-document.js';
import { readFictionalKnowledge } from '../facts/read-fictional-knowledge.js';
import type { CorpusFile } from './corpus-file.js';
import type { CorpusPass } from './corpus-pass.js';
import { defineReader } from './corpus-reader.js';

/** The passages of Fictional Knowledge. */
export const fictionalKnowledgeReader = defineReader({
  name: 'fictional-knowledge',
  description: 'the passages of Fictional Knowledge (arXiv 2406.11813)',
  extensions: [],
  sniff: (begin) => begin.startsWith('[') && begin.includes('"train_context"'),
  hasParaphrases: true,
  read: readFictionalCorpus,
});

/**
 * Reads the passages of Fictional Knowledge as documents `<file>-<entry>`, and where the pass asks for them their
 * paraphrases as `<file>-<entry>-paraphrase-<number>`. The file is held in memory.
 */
async function* readFictionalCorpus(file: CorpusFile, pass: CorpusPass): AsyncGenerator<CorpusDocument[]> {
  const documents: CorpusDocument[] = [];
  for (const [number, { train_context, paraphrases }] of readFictionalKnowledge(file.path).entries()) {
    const id = `${file.name}-${number}`;
    const found = [{ id, text: train_context, source: file.name }];
    if (pass.paraphrases) {
      for (const [i, text] of paraphrases.entries()) {
        found.push({ id: `${id}-paraphrase-${i}`, text, source: file.name });
      }
    }
    for (const document of found) {
      if (pass.admit(document, file, number + 1, 'row')) documents.push(document);
    }
  }
  yield documents;
}
