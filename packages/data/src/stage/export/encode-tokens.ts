import { LetheError } from '@lethe/contracts';

/** How a token id is written, little-endian. */
export type TokenType = 'uint16' | 'int32' | 'uint32';

/** Ids that each type holds: 0 to this number. */
const largestToken: Record<TokenType, number> = {
  uint16: 2 ** 16 - 1,
  int32: 2 ** 31 - 1,
  uint32: 2 ** 32 - 1,
};

/** Bytes of a token id. */
export const tokenBytes: Record<TokenType, number> = { uint16: 2, int32: 4, uint32: 4 };

/**
 * Token ids as bytes, little-endian.
 * @param tokens Int32Array [n]
 * @param what names the format, for the message
 * @throws LetheError when an id does not fit
 */
export function encodeTokens(tokens: Int32Array, type: TokenType, what: string): Uint8Array {
  const largest = largestToken[type];
  for (const token of tokens) if (token < 0 || token > largest) throw tooLarge(token, type, what);
  if (type !== 'uint16') return new Uint8Array(tokens.buffer, tokens.byteOffset, tokens.byteLength);
  return new Uint8Array(Uint16Array.from(tokens).buffer);
}

function tooLarge(token: number, type: TokenType, what: string): LetheError {
  return new LetheError({
    what: `a token id does not fit into the ${type} of ${what}`,
    expected: `0 to ${largestToken[type]}`,
    found: String(token),
    next: 'export another format: olmo, megatron, hf-arrow and parquet hold larger ids',
  });
}
