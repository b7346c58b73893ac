import { LetheError } from '@lethe/contracts';
import { INSIDE, type TokenOffsets, type TokenSource, type TokenUnit } from './token-source.js';
import { createTokenizerSource } from './tokenizer-source.js';
import { createWordSource } from './word-source.js';

/**
 * The source of a unit.
 * @throws LetheError when it is not a unit
 */
export function createTokenSource(unit: TokenUnit): TokenSource {
  if (unit === 'words') return createWordSource();
  if (unit === 'bytes') return createByteSource();
  if (typeof unit?.encode === 'function' && typeof unit.decode === 'function')
    return createTokenizerSource(unit);
  throw new LetheError({
    what: 'this is not a unit of text',
    where: 'unit',
    expected: "'words', 'bytes' or a tokenizer with encode and decode",
    found: JSON.stringify(unit) ?? String(unit),
  });
}

/** Tokens that are the bytes of UTF-8; a surrogate without its partner counts as U+FFFD. */
function createByteSource(): TokenSource {
  return {
    tokenBytes: 1,
    encode: (text) => Buffer.from(text, 'utf8'),
    alphabet: () => 256,
    ownBytes: () => 0,
    offsets: offsetsOfBytes,
  };
}

function offsetsOfBytes(text: string): TokenOffsets {
  const bytes = Buffer.byteLength(text, 'utf8');
  const starts = new Int32Array(bytes).fill(INSIDE);
  const ends = new Int32Array(bytes).fill(INSIDE);
  let byte = 0;
  for (let unit = 0; unit < text.length; ) {
    const code = text.codePointAt(unit)!;
    starts[byte] = unit;
    byte += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    unit += code < 0x10000 ? 1 : 2;
    ends[byte - 1] = unit;
  }
  return { starts, ends };
}
