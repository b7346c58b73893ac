import type { StageContext } from '@lethe/contracts';
import type { DocumentStream, OpenCorpus } from '../../corpus/documents/corpus-document.js';
import type { FactSet } from '../../corpus/facts/fact-set.js';
import { changeDocuments } from '../multiplicity/change-documents.js';
import { drawSample } from '../multiplicity/draw-sample.js';
import type { MultiplicityOptions } from '../multiplicity/multiplicity-options.js';
import type { MultiplicityRecord } from '../multiplicity/multiplicity-record.js';
import type { DataSpec } from '../options/data.js';
import { type BackgroundPart, partsOfBackground } from '../sources/background/background-parts.js';
import type { BackgroundContext, OpenedSource } from '../sources/background/background-source.js';
import {
  backgroundSourceOf,
  type EvaluationText,
  type SingleBackground,
} from '../sources/background/background-sources.js';
import { withQuestions } from '../worlds/question-documents.js';

/** A part of the background, opened. */
export interface OpenedPart extends BackgroundPart {
  documents: DocumentStream;
  /** How often documents occur, once all are read; absent where they come as the source has them. */
  record?: (() => MultiplicityRecord) | undefined;
}

/** What the background is read for. */
export interface BackgroundReading {
  /**
   * training: documents come multiplied and deduplicated, as their sources say. tokenizer: before that, so that one
   * tokenizer serves whatever is done to them. evaluation: the same, and no questions with them.
   */
  purpose: 'training' | 'tokenizer' | 'evaluation';
  /** Which documents are wanted, by their places in the part of that name; all by default. Made anew for each part. */
  wanted?: ((part: string) => (place: number) => boolean) | undefined;
}

/**
 * The documents that `data.background` names, as a stream for each of its parts; files are found before the first
 * document is read. In a mixture documents have the name of their part as source, and ids that are unique in the whole.
 * Where a source multiplies or deduplicates, what is wanted is chosen before: no copy of a document that is held out is
 * in training.
 * @param set the facts, some of which the background may tell, and the probes, some of which it may ask
 * @throws LetheError when a file is absent, or while reading, on mistakes in it
 */
export async function openBackground(
  { background, seed }: Pick<DataSpec, 'background' | 'seed'>,
  baseDirectory: string,
  stage: StageContext,
  set: FactSet = { facts: [], probes: [] },
  reading: BackgroundReading = { purpose: 'training' },
): Promise<OpenedPart[]> {
  const { log, signal } = stage;
  const context = { seed, baseDirectory, log, signal, ...set, taken: namesOf(set) };
  const parts: OpenedPart[] = [];
  // One after the other: facts of a part get names that those of the parts before it do not have.
  for (const part of partsOfBackground(background)) {
    const named = { ...stage, ...context, name: part.name };
    const opened = await openSource(part.source, named);
    if (!Array.isArray(background)) {
      parts.push(await readPart(part, opened, reading, { ...named, where: 'data.background' }));
      continue;
    }
    const where = `data.background, source ${part.name}`;
    const own = { ...opened, open: ofPart(part, opened.open) };
    const read = await readPart(part, own, reading, { ...named, where });
    // Questions that are mixed in are of the part too.
    parts.push({ ...read, documents: withSource(read.documents, part.name) });
  }
  return parts;
}

async function readPart(
  part: BackgroundPart,
  { open, wordings }: OpenedSource,
  { purpose, wanted }: BackgroundReading,
  context: StageContext & BackgroundContext & { where: string },
): Promise<OpenedPart> {
  const { name } = part;
  const { questionShare = 0, take, ...options } = keysBeside(part.source);
  const sample = take === undefined ? undefined : await drawSample(open, take, context);
  const drawn = sample?.drawn ?? open;
  const asking = (documents: DocumentStream): DocumentStream =>
    questionShare > 0 ? withQuestions(documents, questionShare, context.probes, context.seed) : documents;
  const choose = (documents: DocumentStream): DocumentStream =>
    wanted ? selectDocuments(documents, wanted(name)) : documents;
  if (!options.duplicate && !options.dedup) return { ...part, documents: choose(asking(drawn())) };

  const chosen = (): DocumentStream => choose(drawn());
  if (purpose === 'evaluation') return { ...part, documents: chosen() };
  if (purpose === 'tokenizer') return { ...part, documents: asking(chosen()) };
  const changed = changeDocuments({ open: chosen, wordings, sample }, options, context.facts, context);
  return { ...part, documents: asking(changed.documents), record: changed.record };
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

/** The documents of a text for evaluation. */
export async function openText(
  text: EvaluationText,
  seed: number,
  baseDirectory: string,
  { log, signal }: StageContext,
): Promise<DocumentStream> {
  const set = { facts: [], probes: [] };
  const { open } = await openSource(text, {
    ...{ seed, baseDirectory, log, signal, ...set },
    name: text.source,
    taken: namesOf(set),
  });
  return open();
}

/** Options of a source that hold for its documents, whatever makes them. */
type BesideKeys = MultiplicityOptions & { questionShare?: number };

const keysBeside = ({ questionShare, take, duplicate, dedup }: SingleBackground & BesideKeys): BesideKeys =>
  ({ questionShare, take, duplicate, dedup }) as BesideKeys;

function openSource(
  source: SingleBackground | EvaluationText,
  context: BackgroundContext,
): Promise<OpenedSource> {
  const { source: _, ...stated } = source;
  const { questionShare: __, take, duplicate, dedup, ...options } = stated as typeof stated & BesideKeys;
  return backgroundSourceOf(source).open(options, context);
}

/** The names in facts, collected when they are first asked for. */
function namesOf(set: FactSet): () => Promise<Set<string>> {
  let names: Promise<Set<string>> | undefined;
  return () => {
    names ??= import('../worlds/invent-other-facts.js').then(({ namesInFacts }) => namesInFacts(set));
    return names;
  };
}

/** Ids that name a fact or a question stay; others may occur in several parts, so that its name precedes them. */
function ofPart({ name, source }: BackgroundPart, open: OpenCorpus): OpenCorpus {
  const keepsIds = source.source === 'world' || source.source === 'questions';
  const idOf = (id: string): string => (keepsIds ? id : `${name}/${id}`);
  return async function* () {
    for await (const batch of open()) {
      yield batch.map((document) => ({ ...document, id: idOf(document.id) }));
    }
  };
}

async function* withSource(documents: DocumentStream, source: string): DocumentStream {
  for await (const batch of documents) yield batch.map((document) => ({ ...document, source }));
}
