import { foldAnswer, normaliseAnswer } from './normalise-answer.js';
import { beginsWithWords } from './word-boundaries.js';

/** Whether a generated text is right, by rules of different strictness. */
export interface AnswerMatch {
  /** Begins, normalised, with an accepted answer, and a word ends there; what follows does not matter. */
  exact: boolean;
  /** The first line, normalised, is an accepted answer: the exact match of SQuAD. Implies `exact`. */
  whole: boolean;
  /** The official rule of PopQA. */
  substring: boolean;
}

/** Compares a generated text with the accepted answers; blank answers are passed over. */
export function matchAnswer(output: string, accepted: readonly string[]): AnswerMatch {
  const answers = accepted.filter((answer) => answer.trim() !== '');
  const line = normaliseAnswer(output.trimStart().split('\n')[0]!);
  const whole = answers.some((answer) => normaliseAnswer(answer) === line);
  return {
    exact: whole || answers.some((answer) => beginsWithAnswer(output, answer)),
    whole,
    substring: isPopQaMatch(output, answers),
  };
}

/** Whether a text begins with an answer, once both are normalised, and a word ends there. */
export function beginsWithAnswer(output: string, answer: string): boolean {
  return [normaliseAnswer, foldAnswer].some((normalise) => {
    const wanted = normalise(answer);
    return wanted !== '' && beginsWithWords(normalise(output), wanted);
  });
}

/**
 * The rule of PopQA (Mallen et al. 2023, github.com/AlexTMallen/adaptive-retrieval): an answer is right when its
 * first line contains a possible answer as it is, in lower case, or with its first letter alone in upper case.
 */
export function isPopQaMatch(output: string, answers: readonly string[]): boolean {
  const line = output.replace(/^\n\n/, '').split('\n')[0]!;
  return answers.some((answer) =>
    [answer, answer.toLowerCase(), capitalise(answer)].some((form) => line.includes(form)),
  );
}

/** Python's str.capitalize. */
function capitalise(text: string): string {
  const [first = '', ...rest] = text;
  return first.toUpperCase() + rest.join('').toLowerCase();
}
