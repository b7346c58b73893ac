// 0 stands for a symbol, which is a word by itself.
const SPACE = 1;
const WORD = 2;

let kinds: Uint8Array | undefined;

/** Kind of every UTF-16 unit: Uint8Array [65536]. A table, since a regular expression takes ten times as long. */
function kindOfUnit(): Uint8Array {
  if (kinds) return kinds;
  const unspaced =
    /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}]/u;
  kinds = new Uint8Array(0x10000);
  for (let unit = 0; unit < kinds.length; unit++) {
    const character = String.fromCharCode(unit);
    if (/\p{White_Space}/u.test(character)) kinds[unit] = SPACE;
    else if (/[\p{L}\p{M}\p{N}]/u.test(character) && !unspaced.test(character)) kinds[unit] = WORD;
  }
  return kinds;
}

/** Offset of the first unit from `offset` on that is not white space. */
export function skipWhiteSpace(text: string, offset: number): number {
  const kind = kindOfUnit();
  let i = offset;
  while (i < text.length && kind[text.charCodeAt(i)] === SPACE) i++;
  return i;
}

/** Offset after the word or single character that begins at `start`. */
export function endOfWord(text: string, start: number): number {
  const kind = kindOfUnit();
  let i = start;
  while (i < text.length && kind[text.charCodeAt(i)] === WORD) i++;
  if (i > start) return i;
  return start + (text.codePointAt(start)! > 0xffff ? 2 : 1);
}

/** Whether a cut at `offset` splits no word. */
export function isWordBoundary(text: string, offset: number): boolean {
  if (offset <= 0 || offset >= text.length) return true;
  const kind = kindOfUnit();
  return kind[text.charCodeAt(offset - 1)] !== WORD || kind[text.charCodeAt(offset)] !== WORD;
}
