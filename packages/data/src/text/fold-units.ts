/** What a UTF-16 unit is to the shingles. */
export const SEPARATOR = 0;
/** Part of a word that may go on. */
export const WORD = 1;
/** A word by itself: a letter of a script written without spaces, or punctuation that is kept. */
const SINGLE = 2;
/** First half of a character beyond the basic plane, which is a word by itself. */
export const HIGH_SURROGATE = 3;

/** How texts are normalized before they are cut into shingles. */
export interface Folding {
  /** Whether upper case counts as lower case. */
  lowercase: boolean;
  /** `drop`: all but letters, marks and digits counts as white space; `keep`: each sign is a word by itself. */
  punctuation: 'drop' | 'keep';
}

const tables = new Map<string, Uint32Array>();

/**
 * Table of every UTF-16 unit: its kind in bits 16 and up, the unit that it counts as below.
 * Lower case is that of single units, where it is a single unit: what regular expressions and `toLowerCase` know,
 * at the price of one look into a table.
 */
export function foldUnits(folding: Folding): Uint32Array {
  const key = `${folding.lowercase} ${folding.punctuation}`;
  const table = tables.get(key) ?? makeTable(folding);
  tables.set(key, table);
  return table;
}

function makeTable({ lowercase, punctuation }: Folding): Uint32Array {
  const letter = /[\p{L}\p{M}\p{N}]/u;
  const unspaced =
    /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}]/u;
  const table = new Uint32Array(0x10000);
  for (let unit = 0; unit < table.length; unit++) {
    const character = String.fromCharCode(unit);
    const lower = lowercase ? character.toLowerCase() : character;
    const folded = lower.length === 1 ? lower.charCodeAt(0) : unit;
    table[unit] = (kindOf(unit, character) << 16) | folded;
  }
  return table;

  function kindOf(unit: number, character: string): number {
    if (unit >= 0xd800 && unit < 0xdc00) return HIGH_SURROGATE;
    if (letter.test(character)) return unspaced.test(character) ? SINGLE : WORD;
    if (punctuation === 'drop' || /\p{White_Space}/u.test(character)) return SEPARATOR;
    return SINGLE;
  }
}
