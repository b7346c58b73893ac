import { createRequire } from 'node:module';

/** One relation of PopQA: how it is asked, and how it can be stated. */
export interface PopQaRelation {
  /** Name, as in the column `prop`. */
  name: string;
  /** The question; `{}` is the subject. */
  question: string;
  /** Our own wordings of the fact; each ends with the object, so that it is also a cloze. `{a}`: a or an. */
  statements: readonly string[];
}

/** The 16 relations of PopQA (Mallen et al. 2023, arXiv 2212.10511) with their questions. */
export const popQaRelations: readonly PopQaRelation[] = createRequire(import.meta.url)(
  './pop-qa-relations.json',
);

/** What a question of PopQA asks. */
export interface AskedFact {
  relation: string;
  /** Empty in three questions of the published file. */
  subject: string;
}

/**
 * Recovers relation and subject from a question by inverting the templates.
 * @returns every reading: one for each question of the published file
 */
export function parsePopQaQuestion(question: string): AskedFact[] {
  return popQaRelations.flatMap(({ name, question: template }) => {
    const [before, after] = template.split('{}') as [string, string];
    const fits =
      question.length >= before.length + after.length &&
      question.startsWith(before) &&
      question.endsWith(after);
    return fits
      ? [{ relation: name, subject: question.slice(before.length, question.length - after.length).trim() }]
      : [];
  });
}
