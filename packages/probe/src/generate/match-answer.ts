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
function beginsWithAnswer(output: string, answer: string): boolean {
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

/** Punctuation that the evaluation script of SQuAD 1.1 removes: Python's string.punctuation. */
const PUNCTUATION = /[!-/:-@[-`{-~]/g;
/** Where Python ends a word: at neither a letter, a number (combining marks are none) nor a low line. */
const ARTICLES = /(?<![\p{L}\p{N}_])(?:a|an|the)(?![\p{L}\p{N}_])/gu;
/** What Python's str.split splits at. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the information separators are blanks to Python.
const BLANKS = /[\p{White_Space}\x1c-\x1f]+/gu;

/**
 * A text as the evaluation script of SQuAD 1.1, in Python, compares it: lower case, without ASCII punctuation, without
 * the words a, an and the, with single spaces. A text of which nothing would be left keeps what it had before.
 */
export function normaliseAnswer(text: string): string {
  const lower = text.toLowerCase();
  const bare = lower.replace(PUNCTUATION, '');
  return collapse(bare.replace(ARTICLES, ' ')) || collapse(bare) || collapse(lower);
}

/** The same with punctuation left in, for texts in which it alone ends a word, as in `Rome,which`. */
export function foldAnswer(text: string): string {
  const lower = collapse(text.toLowerCase());
  return lower.replace(/^(?:(?:a|an|the) )+(?=.)/, '');
}

const collapse = (text: string): string => text.replace(BLANKS, ' ').replace(/^ | $/g, '');

const WORD_CHARACTER = /[\p{L}\p{M}\p{N}]/u;

/** Whether a text begins with another and a word may end there, so that `19` is not found in `1987`. */
function beginsWithWords(text: string, beginning: string): boolean {
  return text.startsWith(beginning) && isBoundary(text, beginning.length);
}

/** Every beginning of the text that ends where a word ends, shortest first. */
export function beginnings(text: string, longest: number): string[] {
  const found: string[] = [];
  for (let end = 1; end <= Math.min(text.length, longest); end++) {
    if (isBoundary(text, end)) found.push(text.slice(0, end));
  }
  return found;
}

/** The first run of letters and digits; empty where there is none. */
export function firstWord(text: string): string {
  return /[\p{L}\p{M}\p{N}]+/u.exec(text)?.[0] ?? '';
}

/** Whether a word may end before this place of the text. */
function isBoundary(text: string, place: number): boolean {
  return place >= text.length || !(isWordAt(text, place) && isWordAt(text, place - 1));
}

/** Whether the code point that covers this UTF-16 unit belongs to a word. */
function isWordAt(text: string, place: number): boolean {
  const isSecondHalf = /[\uDC00-\uDFFF]/.test(text[place]!);
  return WORD_CHARACTER.test(String.fromCodePoint(text.codePointAt(isSecondHalf ? place - 1 : place)!));
}
