import { type Folding, foldUnits, HIGH_SURROGATE, SEPARATOR, WORD } from '../../text/fold-units.js';

/** Where the words of a text are, as shingles see them: word `i` is `text.slice(starts[i], ends[i])`. */
export interface WordSpans {
  starts: number[];
  ends: number[];
}

/** Finds the words of a text that shingles are made of. */
export function wordSpans(text: string, folding: Folding): WordSpans {
  const table = foldUnits(folding);
  const spans: WordSpans = { starts: [], ends: [] };
  for (let i = 0; i < text.length; ) {
    const kind = table[text.charCodeAt(i)]! >>> 16;
    let end = i + 1;
    if (kind === WORD) while (end < text.length && table[text.charCodeAt(end)]! >>> 16 === WORD) end++;
    else if (kind === HIGH_SURROGATE && end < text.length) end++;
    if (kind !== SEPARATOR) {
      spans.starts.push(i);
      spans.ends.push(end);
    }
    i = end;
  }
  return spans;
}
