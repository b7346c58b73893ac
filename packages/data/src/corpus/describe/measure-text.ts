/** What a text measures. */
export interface TextMeasures {
  /** Runs of characters that are no white space. */
  words: number;
  /** Unicode code points. */
  characters: number;
  /** In UTF-8. */
  bytes: number;
}

/** Measures a text in one pass, which for whole corpora is several times as fast as a regular expression. */
export function measureText(text: string): TextMeasures {
  let [words, characters, bytes] = [0, text.length, 0];
  let inWord = false;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    bytes += unit < 0x80 ? 1 : unit < 0x800 ? 2 : 3;
    if (unit >= 0xd800 && unit < 0xdc00 && isLowSurrogate(text.charCodeAt(i + 1))) {
      characters--;
      bytes++;
      i++;
    }
    const blank = isWhiteSpace(unit);
    if (!blank && !inWord) words++;
    inWord = !blank;
  }
  return { words, characters, bytes };
}

const isLowSurrogate = (unit: number): boolean => unit >= 0xdc00 && unit < 0xe000;

/** What \s matches. */
function isWhiteSpace(unit: number): boolean {
  if (unit <= 0x20) return unit === 0x20 || (unit >= 0x09 && unit <= 0x0d);
  if (unit < 0xa0) return false;
  return (
    unit === 0xa0 ||
    unit === 0x1680 ||
    (unit >= 0x2000 && unit <= 0x200a) ||
    unit === 0x2028 ||
    unit === 0x2029 ||
    unit === 0x202f ||
    unit === 0x205f ||
    unit === 0x3000 ||
    unit === 0xfeff
  );
}
