/** `none` where the answer is right; `other_answer` where it is one of another fact; see the answers table. */
export type ErrorClass = 'none' | 'other_answer' | 'partial' | 'other';

export interface Judgement {
  exactMatch: boolean;
  errorClass: ErrorClass;
}

/** Answers of all facts, by their normalised text. */
export type AnswerIndex = ReadonlyMap<string, ReadonlySet<string>>;

/** Collects which facts every accepted answer belongs to. */
export function indexAnswers(probes: readonly { factId: string; answers: readonly string[] }[]): AnswerIndex {
  const index = new Map<string, Set<string>>();
  for (const { factId, answers } of probes) {
    for (const answer of answers.map(normalise)) {
      if (answer === '') continue;
      const facts = index.get(answer) ?? new Set<string>();
      index.set(answer, facts.add(factId));
    }
  }
  return index;
}

/**
 * Judges a generated text: an exact match begins with an accepted answer once whitespace is trimmed and
 * collapsed. An answer ends where a word ends, so that `19` is not found in `1987`. Among wrong texts,
 * `other_answer` begins with an answer of another fact, and `partial` with the first word of an accepted one.
 */
export function judgeAnswer(
  output: string,
  probe: { factId: string; answers: readonly string[] },
  index: AnswerIndex,
): Judgement {
  const text = normalise(output);
  const accepted = probe.answers.map(normalise).filter((answer) => answer !== '');
  if (accepted.some((answer) => beginsWith(text, answer))) return { exactMatch: true, errorClass: 'none' };
  const isOther = beginnings(text).some((beginning) =>
    [...(index.get(beginning) ?? [])].some((fact) => fact !== probe.factId),
  );
  if (isOther) return { exactMatch: false, errorClass: 'other_answer' };
  const word = firstWord(text);
  const isPartial = word !== '' && accepted.some((answer) => firstWord(answer) === word);
  return { exactMatch: false, errorClass: isPartial ? 'partial' : 'other' };
}

function normalise(text: string): string {
  return text.trim().replace(/\s+/g, ' ');
}

const WORD_CHARACTER = /[\p{L}\p{M}\p{N}]/u;

/** Whether a word may end before this place of the text. */
function isBoundary(text: string, place: number): boolean {
  return place >= text.length || !(isWordAt(text, place) && isWordAt(text, place - 1));
}

/** Whether the code point that covers this UTF-16 unit belongs to a word. */
function isWordAt(text: string, place: number): boolean {
  const isSecondHalf = /[\uDC00-\uDFFF]/.test(text[place]!);
  return WORD_CHARACTER.test(String.fromCodePoint(text.codePointAt(isSecondHalf ? place - 1 : place)!));
}

function beginsWith(text: string, answer: string): boolean {
  return text.startsWith(answer) && isBoundary(text, answer.length);
}

/** Every beginning of the text that ends where a word ends. */
function beginnings(text: string): string[] {
  const found: string[] = [];
  for (let end = 1; end <= text.length; end++) if (isBoundary(text, end)) found.push(text.slice(0, end));
  return found;
}

/** The first run of letters and digits; empty where there is none. */
function firstWord(text: string): string {
  return /[\p{L}\p{M}\p{N}]+/u.exec(text)?.[0] ?? '';
}
