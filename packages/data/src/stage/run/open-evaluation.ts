import {
  createRandom,
  evaluationCorpus,
  evaluationSequences,
  LetheError,
  type StageContext,
} from '@lethe/contracts';
import type { DocumentStream } from '../../corpus/documents/corpus-document.js';
import { writeCorpus } from '../../corpus/documents/write-corpus.js';
import type { FactSet } from '../../corpus/facts/fact-set.js';
import type { DataSpec } from '../options/data.js';
import { packDocuments, type RowMakers } from '../pack/pack-documents.js';
import type { PackingSize } from '../pack/pack-rows.js';
import { openBackground } from './open-background.js';

/** The documents of the background that training sees: all but those that are held out. */
export async function openTrainedBackground(
  config: DataSpec,
  baseDirectory: string,
  context: StageContext,
  set: FactSet,
): Promise<DocumentStream> {
  const background = await openBackground(config, baseDirectory, context, set);
  const { evaluation, seed } = config;
  if (evaluation?.source !== 'held-out') return background;
  const isHeldOut = heldOutBySeed(evaluation.oneIn, seed);
  return selectDocuments(background, (place) => !isHeldOut(place));
}

/**
 * The documents that training never sees; undefined if there are none. Those that are held out are read in a second
 * pass over the background, so that memory stays that of a stream.
 */
export async function openEvaluation(
  config: DataSpec,
  baseDirectory: string,
  context: StageContext,
  set: FactSet,
): Promise<DocumentStream | undefined> {
  const { evaluation, seed } = config;
  if (!evaluation) return undefined;
  if (evaluation.source === 'held-out') {
    // The first pass has reported what it left out.
    const quiet = { ...context, log: () => {} };
    const background = await openBackground(config, baseDirectory, quiet, set);
    return selectDocuments(background, heldOutBySeed(evaluation.oneIn, seed));
  }
  return openBackground({ background: evaluation, seed }, baseDirectory, context);
}

/**
 * Decides for each document, by its place in the stream, whether it is held out: one of every `oneIn` documents in a
 * row, drawn by seed. The documents after the last whole group may have one or none.
 */
export function heldOutBySeed(oneIn: number, seed: number): (place: number) => boolean {
  let group = -1;
  let drawn = 0;
  return (place) => {
    const wanted = Math.floor(place / oneIn);
    if (wanted !== group) {
      group = wanted;
      drawn = createRandom(seed, 'data/evaluation/held-out', group).int(oneIn);
    }
    return place % oneIn === drawn;
  };
}

/** The documents of a stream whose places `isWanted`. */
export async function* selectDocuments(
  documents: DocumentStream,
  isWanted: (place: number) => boolean,
): DocumentStream {
  let place = 0;
  for await (const batch of documents) {
    const wanted = batch.filter(() => isWanted(place++));
    if (wanted.length > 0) yield wanted;
  }
}

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

/** The same problem for the evaluation text: packing names the background. */
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
