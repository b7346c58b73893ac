import type { StageContext } from '@lethe/contracts';
import type { DocumentStream } from '../../corpus/documents/corpus-document.js';
import type { FactSet } from '../../corpus/facts/fact-set.js';
import type { DataSpec } from '../options/data.js';
import { type BackgroundPart, partsOfBackground } from '../sources/background/background-parts.js';
import type { BackgroundContext } from '../sources/background/background-source.js';
import {
  backgroundSourceOf,
  type EvaluationText,
  type SingleBackground,
} from '../sources/background/background-sources.js';
import { probeOfQuestion, withQuestions } from '../worlds/question-documents.js';

/** A part of the background, opened. */
export interface OpenedPart extends BackgroundPart {
  documents: DocumentStream;
}

/**
 * The documents that `data.background` names, as a stream for each of its parts; files are found before the first
 * document is read. In a mixture documents have the name of their part as source, and ids that are unique in the whole.
 * @param set the facts, some of which the background may tell, and the probes, some of which it may ask
 * @throws LetheError when a file is absent, or while reading, on mistakes in it
 */
export async function openBackground(
  { background, seed }: Pick<DataSpec, 'background' | 'seed'>,
  baseDirectory: string,
  { log, signal }: StageContext,
  set: FactSet = { facts: [], probes: [] },
): Promise<OpenedPart[]> {
  const context = { seed, baseDirectory, log, signal, ...set, taken: namesOf(set) };
  const parts: OpenedPart[] = [];
  // One after the other: facts of a part get names that those of the parts before it do not have.
  for (const part of partsOfBackground(background)) {
    const documents = await openSource(part.source, { ...context, name: part.name });
    parts.push({ ...part, documents: Array.isArray(background) ? named(part, documents) : documents });
  }
  return parts;
}

/** The documents of a text for evaluation. */
export async function openText(
  text: EvaluationText,
  seed: number,
  baseDirectory: string,
  { log, signal }: StageContext,
): Promise<DocumentStream> {
  const set = { facts: [], probes: [] };
  return openSource(text, {
    ...{ seed, baseDirectory, log, signal, ...set },
    name: text.source,
    taken: namesOf(set),
  });
}

async function openSource(
  source: SingleBackground | EvaluationText,
  context: BackgroundContext,
): Promise<DocumentStream> {
  const { source: _, ...stated } = source;
  const { questionShare = 0, ...options } = stated as typeof stated & { questionShare?: number };
  const documents = await backgroundSourceOf(source).open(options, context);
  return questionShare > 0
    ? withQuestions(documents, questionShare, context.probes, context.seed)
    : documents;
}

/** The names in facts, collected when they are first asked for. */
function namesOf(set: FactSet): () => Promise<Set<string>> {
  let names: Promise<Set<string>> | undefined;
  return () => {
    names ??= import('../worlds/invent-other-facts.js').then(({ namesInFacts }) => namesInFacts(set));
    return names;
  };
}

/** Ids that name a fact or a question stay; others may occur in several parts. */
async function* named({ name, source }: BackgroundPart, documents: DocumentStream): DocumentStream {
  const keepsIds = source.source === 'world' || source.source === 'questions';
  for await (const batch of documents) {
    yield batch.map((document) => {
      const isQuestion = document.source === 'questions' && probeOfQuestion(document.id) !== undefined;
      return {
        ...document,
        id: keepsIds || isQuestion ? document.id : `${name}/${document.id}`,
        source: name,
      };
    });
  }
}
