import { evaluationCorpus, evaluationSequences, LetheError, type StageContext } from '@lethe/contracts';
import type { DocumentStream } from '../../corpus/documents/corpus-document.js';
import { writeCorpus } from '../../corpus/documents/write-corpus.js';
import type { DataSpec } from '../options/data.js';
import { packDocuments, type RowMakers } from '../pack/pack-documents.js';
import type { PackingSize } from '../pack/pack-rows.js';

/**
 * Writes the documents that training never sees as the tables evaluation_corpus and evaluation_sequences: packed as the
 * background is, with the loss on the same tokens of them.
 * @throws LetheError when they do not fill one row
 */
export async function writeEvaluation(
  texts: DocumentStream,
  config: DataSpec,
  makers: RowMakers,
  context: StageContext,
): Promise<PackingSize> {
  const documents = await writeCorpus(context.out, texts, undefined, evaluationCorpus);
  const purpose = 'data/evaluation/pack';
  const tables = { from: evaluationCorpus, to: evaluationSequences, documents, purpose };
  try {
    return await packDocuments({ ...tables, name: ' the evaluation text' }, config, makers, context);
  } catch (error) {
    throw error instanceof LetheError ? aboutEvaluation(error) : error;
  }
}

/** The same problem, said of the text for evaluation: packing speaks of the background. */
function aboutEvaluation(error: LetheError): LetheError {
  const { problem } = error;
  if (problem.where !== 'data.background') return error;
  return new LetheError({
    ...problem,
    what: problem.what.replace('the background', 'the text for evaluation'),
    where: 'data.evaluation',
    next: 'hold out more documents (a smaller oneIn) or name another text',
  });
}
