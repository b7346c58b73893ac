/** A part of a word: text between quotes of one kind, or outside of any. */
export interface Piece {
  quotes: '' | "'" | '"';
  /** As it is written, without the quotes. */
  text: string;
}

/** A word, as the shell splits them, or what stands between two words. */
export type Token = { word: Piece[] } | { between: string };

/** What separates words outside of quotes: blanks and the operators of the shell. */
const between = /^[\s|&;<>()]$/;

/** Splits a line into words and what stands between them; the parts that it is made of, in order. */
export function splitLine(line: string): Token[] {
  const tokens: Token[] = [];
  const add = (quotes: Piece['quotes'], text: string): void => {
    const last = tokens.at(-1);
    if (last === undefined || !('word' in last)) tokens.push({ word: [{ quotes, text }] });
    else if (quotes === '' && last.word.at(-1)!.quotes === '') last.word.at(-1)!.text += text;
    else last.word.push({ quotes, text });
  };
  for (let at = 0; at < line.length; ) {
    const character = line[at]!;
    if (between.test(character)) {
      const last = tokens.at(-1);
      if (last !== undefined && 'between' in last) last.between += character;
      else tokens.push({ between: character });
      at += 1;
    } else if (character === "'" || character === '"') {
      const end = endOfQuotes(line, at);
      // Quotes without an end are an error that the shell reports.
      if (end === -1) {
        add('', line.slice(at));
        break;
      }
      add(character, line.slice(at + 1, end));
      at = end + 1;
    } else {
      const length = character === '\\' ? 2 : 1;
      add('', line.slice(at, at + length));
      at += length;
    }
  }
  return tokens;
}

function endOfQuotes(line: string, begin: number): number {
  const quote = line[begin]!;
  for (let at = begin + 1; at < line.length; at++) {
    if (line[at] === quote) return at;
    if (quote === '"' && line[at] === '\\') at += 1;
  }
  return -1;
}

/** Whether a line means something to the shell beyond its words: operators, variables, patterns, assignments. */
export function needsShell(tokens: readonly Token[], isPlaceholder: RegExp): boolean {
  return tokens.some((token, i) => {
    if ('between' in token) return /[^ \t]/.test(token.between);
    return token.word.some(({ quotes, text }, j) => {
      const rest = text.replaceAll(isPlaceholder, '');
      if (quotes === "'") return false;
      if (quotes === '"') return /[$`\\]/.test(rest);
      return /[$`\\*?[\]#~!{}'"]/.test(rest) || (isFirst(tokens, i) && j === 0 && /^\w+=/.test(rest));
    });
  });
}

const isFirst = (tokens: readonly Token[], index: number): boolean =>
  tokens.slice(0, index).every((token) => 'between' in token);

/** Quotes a word for a POSIX shell. */
export function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
