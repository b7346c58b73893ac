import {
  createRandom,
  type DataSpec,
  evaluationCorpus,
  evaluationSequences,
  LetheError,
  type StageContext,
} from '@lethe/contracts';
import type { DocumentStream } from '../corpus-document.js';
import { DocumentSpill } from '../pack/document-spill.js';
import type { PackingSize } from '../pack/pack-rows.js';
import { writeSequences } from '../pack/write-sequences.js';
import type { Tokenizer } from '../tokenize/tokenizer.js';
import { trackProgress } from '../track-progress.js';
import { writeCorpus } from '../write-corpus.js';
import { tokenizeCorpus } from './tokenize-corpus.js';

/**
 * Writes the documents that training never sees as the tables evaluation_corpus and evaluation_sequences, packed as the
 * background is.
 * @throws LetheError when they do not fill one row
 */
export async function writeEvaluation(
  documents: DocumentStream,
  { seed, sequenceLength }: DataSpec,
  tokenizer: Tokenizer,
  context: StageContext,
): Promise<PackingSize> {
  const { out } = context;
  const total = await writeCorpus(out, documents, undefined, evaluationCorpus);
  const spill = new DocumentSpill(out);
  try {
    const labels = { what: 'tokenizing the evaluation text', unit: 'documents', total };
    await tokenizeCorpus(out, tokenizer, spill, trackProgress(labels, context), evaluationCorpus);
    const tokens = spill.tokens + spill.documents;
    if (tokens < sequenceLength) throw tooLittle(tokens, spill.documents, sequenceLength);
    const random = createRandom(seed, 'data/evaluation/pack');
    const { endOfText } = tokenizer;
    const layout = { endOfText, sequenceLength, random, table: evaluationSequences };
    return await writeSequences(out, spill, layout);
  } finally {
    spill.close();
  }
}

function tooLittle(tokens: number, documents: number, sequenceLength: number): LetheError {
  return new LetheError({
    what: 'the text for evaluation does not fill a single row',
    where: 'data.evaluation',
    expected: `at least data.sequenceLength = ${sequenceLength} tokens`,
    found: `${tokens} tokens in ${documents} document${documents === 1 ? '' : 's'}`,
    next: 'hold out more documents (a smaller oneIn) or name another text',
  });
}
