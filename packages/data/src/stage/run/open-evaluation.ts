import {
  createRandom,
  evaluationCorpus,
  evaluationSequences,
  LetheError,
  type StageContext,
} from '@lethe/contracts';
import type { Tokenizer } from '@lethe/tokenizers';
import type { FactSet } from '../../corpus/facts/fact-set.js';
import type { DataSpec } from '../options/data.js';
import type { DocumentLoss } from '../pack/document-loss.js';
import { packDocuments } from '../pack/pack-documents.js';
import { type BackgroundPart, partsOfBackground } from '../sources/background/background-parts.js';
import { type OpenedPart, openBackground, openText } from './open-background.js';
import { writeParts } from './write-parts.js';

const HELD_OUT = 'data/evaluation/held-out';

/**
 * The parts of the background with the documents that training sees: all but those that are held out.
 * @param purpose a tokenizer reads them before they are multiplied and deduplicated
 */
export function openTrainedBackground(
  config: DataSpec,
  baseDirectory: string,
  context: StageContext,
  set: FactSet,
  purpose: 'training' | 'tokenizer' = 'training',
): Promise<OpenedPart[]> {
  const isHeldOut = holdingOut(config);
  const wanted = isHeldOut && ((part: string) => not(isHeldOut(part)));
  return openBackground(config, baseDirectory, context, set, { purpose, wanted });
}

/**
 * The documents that training never sees, part by part; undefined if there are none. Those that are held out are read
 * in a second pass over the background, so that memory stays that of a stream.
 */
export async function openEvaluation(
  config: DataSpec,
  baseDirectory: string,
  context: StageContext,
  set: FactSet,
): Promise<OpenedPart[] | undefined> {
  const { evaluation, background, seed } = config;
  if (!evaluation) return undefined;
  if (evaluation.source === 'held-out') {
    // The first pass has reported what it left out.
    const quiet = { ...context, log: () => {} };
    const wanted = holdingOut(config);
    return openBackground(config, baseDirectory, quiet, set, { purpose: 'evaluation', wanted });
  }
  const documents = await openText(evaluation, seed, baseDirectory, context);
  const parts = partsOfBackground(background);
  // The loss counts the tokens that it counts of the background.
  const { source } = parts.find((part) => part.source.source === 'world') ?? parts[0]!;
  return [{ name: evaluation.source, source, share: 1, documents }];
}

/** Which documents of a part are held out: each part draws for itself. Undefined where none are. */
function holdingOut({
  evaluation,
  background,
  seed,
}: DataSpec): ((part: string) => (place: number) => boolean) | undefined {
  if (evaluation?.source !== 'held-out') return undefined;
  const isAlone = partsOfBackground(background).length === 1;
  return (part) => heldOutBySeed(evaluation.oneIn, seed, isAlone ? HELD_OUT : `${HELD_OUT}/${part}`);
}

const not =
  (isWanted: (place: number) => boolean) =>
  (place: number): boolean =>
    !isWanted(place);

/**
 * Decides for each document, by its place in the stream, whether it is held out: one of every `oneIn` documents in a
 * row, drawn by seed. The documents after the last whole group may have one or none.
 */
export function heldOutBySeed(oneIn: number, seed: number, purpose = HELD_OUT): (place: number) => boolean {
  let group = -1;
  let drawn = 0;
  return (place) => {
    const wanted = Math.floor(place / oneIn);
    if (wanted !== group) {
      group = wanted;
      drawn = createRandom(seed, purpose, group).int(oneIn);
    }
    return place % oneIn === drawn;
  };
}

/**
 * Writes the documents that training never sees as the tables evaluation_corpus and evaluation_sequences: packed as the
 * background is, with the loss on the same tokens of them, and those of several parts mixed in their shares from the
 * first row on, until the rows of a part are used up.
 * @returns number of rows
 * @throws LetheError when they do not fill one row
 */
export async function writeEvaluation(
  parts: readonly OpenedPart[],
  config: DataSpec,
  { tokenizer, lossOf }: { tokenizer: Tokenizer; lossOf: (part: BackgroundPart) => DocumentLoss },
  context: StageContext,
): Promise<number> {
  try {
    const counts = await writeParts(context.out, parts, undefined, evaluationCorpus);
    const tables = { from: evaluationCorpus, to: evaluationSequences, rows: 'mixed' } as const;
    const packed = parts.map((part, i) => ({ ...part, ...lossOf(part), documents: counts[i]! }));
    const naming = { purpose: 'data/evaluation/pack', name: ' the evaluation text' };
    const { rows } = await packDocuments({ ...tables, ...naming, parts: packed }, config, tokenizer, context);
    return rows;
  } catch (error) {
    throw error instanceof LetheError ? aboutEvaluation(error) : error;
  }
}

/** The same problem for the evaluation text: packing names the background. */
function aboutEvaluation(error: LetheError): LetheError {
  const { problem } = error;
  if (!problem.where?.startsWith('data.background')) return error;
  return new LetheError({
    ...problem,
    what: problem.what.replace('the background', 'the text for evaluation'),
    where: problem.where.replace('data.background', 'data.evaluation'),
    next: 'hold out more documents (a smaller oneIn) or name another text',
  });
}
