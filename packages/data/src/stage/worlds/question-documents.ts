import { createRandom, LetheError } from '@lethe/contracts';
import type { CorpusDocument, DocumentStream } from '../../corpus/documents/corpus-document.js';
import type { ProbeText } from '../../corpus/facts/fact-set.js';
import { inBatches } from '../../iterate/in-batches.js';

const PREFIX = 'question/';
const BATCH_DOCUMENTS = 1000;

/**
 * Questions with their answers as documents: probes of depth qa whose split is train, in random order, again and again.
 * Ids are `question/<probe>/<time>`, the source is `questions`.
 * @param count documents; by default every question once
 * @throws LetheError when there is no such question
 */
export function* questionDocuments(
  probes: readonly ProbeText[],
  { seed, count }: { seed: number; count?: number },
): Generator<CorpusDocument> {
  const questions = probes.filter(({ depth, split }) => depth === 'qa' && split === 'train');
  if (questions.length === 0) throw nothingToAsk(probes);
  createRandom(seed, 'data/questions/documents').shuffle(questions);
  for (let i = 0; i < (count ?? questions.length); i++) {
    const { probe_id, prompt, target } = questions[i % questions.length]!;
    const time = Math.floor(i / questions.length);
    yield { id: `${PREFIX}${probe_id}/${time}`, text: `${prompt} ${target}`, source: 'questions' };
  }
}

/** The probe that a document of `questionDocuments` asks; undefined for other documents. */
export function probeOfQuestion(id: string): string | undefined {
  return id.startsWith(PREFIX) ? id.slice(PREFIX.length, id.lastIndexOf('/')) : undefined;
}

/**
 * A background followed by questions that make up `share` of all documents, to the nearest one.
 * @throws LetheError when there is no question to train on
 */
export async function* withQuestions(
  background: DocumentStream,
  share: number,
  probes: readonly ProbeText[],
  seed: number,
): DocumentStream {
  let documents = 0;
  for await (const batch of background) {
    documents += batch.length;
    yield batch;
  }
  const count = Math.round((documents * share) / (1 - share));
  yield* inBatches(questionDocuments(probes, { seed, count }), BATCH_DOCUMENTS);
}

function nothingToAsk(probes: readonly ProbeText[]): LetheError {
  const asked = probes.filter(({ depth }) => depth === 'qa').length;
  return new LetheError({
    what: 'there are no questions to train on',
    where: 'data.background',
    expected: 'probes of depth qa and split train',
    found: `${asked} probes of depth qa, all of split test`,
    next: 'set in data.facts which questions are for training: fineTuned (symbolic) or trainFraction (biographies, popqa)',
  });
}
