import { LetheError } from '@lethe/contracts';
import { detectInput } from '../facts/detect-input.js';
import { collectFacts, type FactSet } from '../facts/fact-set.js';
import { createPopQaFactSet } from '../facts/popqa/create-pop-qa-fact-set.js';
import { type PopQaOptions, readPopQa } from '../facts/popqa/read-pop-qa.js';
import { readFactTables } from '../facts/read-fact-tables.js';
import { fictionalKnowledgeFact, readFictionalKnowledge } from '../facts/read-fictional-knowledge.js';

/**
 * Reads all facts of a directory with the tables facts and probes (of a data stage or a world), of PopQA (every
 * object of an ambiguous question is a fact), or of Fictional Knowledge. They are held in memory.
 * @throws LetheError when the path is absent, broken or none of these
 */
export async function readFactSet(
  path: string,
  options: Pick<PopQaOptions, 'onMalformed' | 'signal'> = {},
): Promise<FactSet> {
  const kind = await detectInput([path]);
  switch (kind) {
    case 'data-stage':
      return readFactTables(path);
    case 'popqa':
      return createPopQaFactSet((await readPopQa(path, options)).rows, { ambiguous: 'keep', wordings: 1 });
    case 'fictional-knowledge':
      return collectFacts(
        readFictionalKnowledge(path).map((entry, index) => fictionalKnowledgeFact(entry, index, 'once')),
      );
    case 'corpus':
      throw new LetheError({
        what: 'this holds no facts',
        where: path,
        expected:
          'a directory with the tables facts and probes, a file of PopQA, or one of Fictional Knowledge',
        found: 'neither facts nor probes; at best a corpus',
        next: 'name the facts here, and the corpus before them',
      });
  }
}
