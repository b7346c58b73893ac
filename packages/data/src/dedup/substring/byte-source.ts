import type { TokenSource } from './token-source.js';

/** Tokens that are the bytes of UTF-8; a surrogate without its partner counts as U+FFFD. */
export function createByteSource(): TokenSource {
  return {
    tokenBytes: 1,
    encode: (text) => Buffer.from(text, 'utf8'),
    count: (text) => Buffer.byteLength(text, 'utf8'),
    alphabet: () => 256,
    ownBytes: () => 0,
    toTextSpans,
  };
}

function toTextSpans(text: string, byteSpans: readonly number[]): number[] {
  const spans: number[] = [];
  let units = 0;
  let bytes = 0;
  /** Goes over the characters that begin before `offset` and end at or, when `upward`, after it. */
  const advance = (offset: number, upward: boolean): number => {
    while (bytes < offset) {
      const code = text.codePointAt(units)!;
      const size = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
      if (!upward && bytes + size > offset) break;
      bytes += size;
      units += size === 4 ? 2 : 1;
    }
    return units;
  };
  for (let i = 0; i < byteSpans.length; i += 2) {
    const start = advance(byteSpans[i]!, true);
    const end = advance(byteSpans[i + 1]!, false);
    if (end > start) spans.push(start, end);
  }
  return spans;
}
