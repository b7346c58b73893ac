import { type ErrorClass, facts as factsTable, type RowOf, readRows } from '@lethe/contracts';
import {
  type AnswerMatch,
  beginnings,
  firstWord,
  foldAnswer,
  matchAnswer,
  normaliseAnswer,
} from './match-answer.js';

export interface Judgement extends AnswerMatch {
  errorClass: ErrorClass;
}

/**
 * Judges a generated text. Among texts that are no exact match the first that holds of: `fine_tuned_answer` begins
 * with an answer of another fact whose questions may be trained on, `other_answer` with one of any other fact,
 * `partial` with the first word of an accepted one, `relation` with a word with which texts go on after a subject
 * (arXiv 2508.00901's relation tokens), `empty` has no letter or digit.
 */
export function judgeAnswer(output: string, probe: AnsweredProbe, world: AnswerWorld): Judgement {
  const match = matchAnswer(output, probe.answers);
  return { ...match, errorClass: match.exact ? 'none' : classify(output, probe, world) };
}

function classify(output: string, { factId, answers }: AnsweredProbe, world: AnswerWorld): ErrorClass {
  const texts = [normaliseAnswer(output), foldAnswer(output)];
  const owners = texts
    .flatMap((text) => beginnings(text, world.longest))
    .flatMap((beginning) => [...(world.owners.get(beginning) ?? [])])
    .filter((owner) => owner !== factId);
  if (owners.some((owner) => world.fineTuned.has(owner))) return 'fine_tuned_answer';
  if (owners.length > 0) return 'other_answer';
  const word = firstWord(texts[0]!);
  if (word === '') return 'empty';
  if (answers.some((answer) => firstWord(normaliseAnswer(answer)) === word)) return 'partial';
  // Normalisation removes articles, but a text may continue with one.
  return [word, firstWord(output.toLowerCase())].some((first) => world.relationWords.has(first))
    ? 'relation'
    : 'other';
}

/** What distinguishes kinds of wrong answers. */
export interface AnswerWorld {
  /** Facts to which every accepted answer belongs, by its normalised and its folded text. */
  owners: ReadonlyMap<string, ReadonlySet<string>>;
  /** UTF-16 units of the longest of these texts. */
  longest: number;
  /** Facts whose questions may be trained on: those with a qa probe of split train. */
  fineTuned: ReadonlySet<string>;
  /** First words with which texts go on after a subject. */
  relationWords: ReadonlySet<string>;
}

export interface AnsweredProbe {
  factId: string;
  answers: readonly string[];
  depth?: string;
  split?: string;
}

/**
 * Collects what can be mistaken for an answer. Relation words are those of the column `relation` (the templates
 * of a symbolic world) and, in the texts of facts, the word that follows the subject.
 */
export function createAnswerWorld(
  probes: readonly AnsweredProbe[],
  facts: readonly Pick<RowOf<typeof factsTable>, 'subject' | 'relation' | 'text' | 'variants'>[] = [],
): AnswerWorld {
  const owners = new Map<string, Set<string>>();
  const fineTuned = new Set<string>();
  for (const { factId, answers, depth, split } of probes) {
    if (depth === 'qa' && split === 'train') fineTuned.add(factId);
    for (const text of answers.flatMap((answer) => [normaliseAnswer(answer), foldAnswer(answer)])) {
      if (text === '') continue;
      owners.set(text, (owners.get(text) ?? new Set<string>()).add(factId));
    }
  }
  const relationWords = new Set<string>();
  for (const { subject, relation, text, variants } of facts) {
    for (const word of relation?.split(/\s+/) ?? []) relationWords.add(firstWord(word.toLowerCase()));
    for (const told of subject ? [text, ...variants] : []) relationWords.add(wordAfter(told, subject!));
  }
  relationWords.delete('');
  const longest = Math.max(0, ...[...owners.keys()].map((text) => text.length));
  return { owners, longest, fineTuned, relationWords };
}

/** The same from the facts table of a data directory. */
export async function readAnswerWorld(data: string, probes: readonly AnsweredProbe[]): Promise<AnswerWorld> {
  return createAnswerWorld(probes, await readRows(data, factsTable));
}

function wordAfter(text: string, subject: string): string {
  const place = text.indexOf(subject);
  return place === -1 ? '' : firstWord(text.slice(place + subject.length).toLowerCase());
}
