import type { StageContext } from '@lethe/contracts';
import type { DocumentStream } from '../../corpus/documents/corpus-document.js';
import type { FactSet } from '../../corpus/facts/fact-set.js';
import {
  type BackgroundSpec,
  backgroundSourceOf,
  type EvaluationText,
} from '../sources/background/background-sources.js';
import { withQuestions } from '../worlds/question-documents.js';

/**
 * The documents that `data.background` names, as a stream; files are found before the first document is read.
 * @param set the facts, some of which the background may tell, and the probes, some of which it may ask
 * @throws LetheError when a file is absent, or while reading, on mistakes in it
 */
export async function openBackground(
  { background, seed }: { background: BackgroundSpec | EvaluationText; seed: number },
  baseDirectory: string,
  { log, signal }: StageContext,
  set: FactSet = { facts: [], probes: [] },
): Promise<DocumentStream> {
  const { source: _, ...stated } = background;
  const { questionShare = 0, ...options } = stated as typeof stated & { questionShare?: number };
  const context = { seed, baseDirectory, log, signal, ...set };
  const documents = await backgroundSourceOf(background).open(options, context);
  return questionShare > 0 ? withQuestions(documents, questionShare, set.probes, seed) : documents;
}
