import { statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { facts, LetheError, readRows, tableFiles } from '@lethe/contracts';
import type { OpenCorpus } from '../documents/corpus-document.js';
import { detectInput } from '../facts/detect-input.js';
import type { Fact } from '../facts/fact-set.js';
import { createPopQaFactSet } from '../facts/popqa/create-pop-qa-fact-set.js';
import { readPopQa } from '../facts/popqa/read-pop-qa.js';
import { readFictionalKnowledge } from '../facts/read-fictional-knowledge.js';
import type { MalformedPolicy } from '../files/malformed-rows.js';

/** Texts that have other wordings, as a corpus. */
export interface WordedCorpus {
  open: OpenCorpus;
  /** Other wordings by document id; empty lists for texts without any. */
  wordings: Map<string, readonly string[]>;
}

/** Facts as a corpus: their texts are the documents, their variants the other wordings. All are in memory. */
export function wordedCorpus(
  worded: readonly Pick<Fact, 'fact_id' | 'text' | 'variants'>[],
  source: string,
): WordedCorpus {
  const documents = worded.map(({ fact_id, text }) => ({ id: fact_id, text, source }));
  return {
    open: async function* () {
      yield documents;
    },
    wordings: new Map(worded.map(({ fact_id, variants }) => [fact_id, variants])),
  };
}

/**
 * Reads texts with other wordings: the facts table of a directory, Fictional Knowledge with its paraphrases, or
 * PopQA with this package's statements for it.
 * @throws LetheError when the input is none of these or malformed
 */
export async function readWordedCorpus(
  path: string,
  options: { onMalformed?: MalformedPolicy | undefined; signal?: AbortSignal | undefined } = {},
): Promise<WordedCorpus> {
  const source = basename(resolve(path));
  const kind = await detectInput([path]);
  if (kind === 'fictional-knowledge') {
    const entries = readFictionalKnowledge(path);
    return wordedCorpus(
      entries.map(({ train_context, paraphrases }, i) => ({
        fact_id: `fictional-knowledge-${i}`,
        text: train_context,
        variants: paraphrases,
      })),
      source,
    );
  }
  if (kind === 'popqa') {
    const { rows } = await readPopQa(path, options);
    return wordedCorpus(createPopQaFactSet(rows).facts, source);
  }
  if (statSync(path).isDirectory() && tableFiles(path, facts).length > 0) {
    return wordedCorpus(await readRows(path, facts), source);
  }
  throw new LetheError({
    what: 'the texts of this input have no other wordings',
    where: path,
    expected: 'a directory with the facts table, fictional_knowledge_paraphrased.json, or a file of PopQA',
    found: kind === 'corpus' ? 'a corpus' : 'a directory without facts',
    next: 'name one of these, or make exact copies or near-duplicates',
  });
}
