import type { AnsweredProbe, AnswerWorld } from './answer-world.js';
import { type AnswerMatch, matchAnswer } from './match-answer.js';
import { foldAnswer, normaliseAnswer } from './normalise-answer.js';
import { beginnings, firstWord } from './word-boundaries.js';

/** Kinds of answers; `none` where the answer is right. See the answers table. */
export type ErrorClass =
  | 'none'
  | 'fine_tuned_answer'
  | 'other_answer'
  | 'partial'
  | 'relation'
  | 'empty'
  | 'other';

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
  // Articles are normalised away, but may be what a text goes on with.
  return [word, firstWord(output.toLowerCase())].some((first) => world.relationWords.has(first))
    ? 'relation'
    : 'other';
}
