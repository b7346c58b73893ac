const WORD_CHARACTER = /[\p{L}\p{M}\p{N}]/u;

/** Whether a text begins with another and a word may end there, so that `19` is not found in `1987`. */
export function beginsWithWords(text: string, beginning: string): boolean {
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
