/** Punctuation that the evaluation script of SQuAD 1.1 removes: Python's string.punctuation. */
const PUNCTUATION = /[!-/:-@[-`{-~]/g;
const ARTICLES = /\b(?:a|an|the)\b/g;

/**
 * A text as the evaluation script of SQuAD 1.1 compares it: lower case, without ASCII punctuation, without the
 * words a, an and the, with single spaces. A text of which nothing would be left keeps what it had before.
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

const collapse = (text: string): string => text.replace(/\s+/g, ' ').trim();
