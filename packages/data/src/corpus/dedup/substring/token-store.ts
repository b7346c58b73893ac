import type { Symbols } from './induce-order.js';

const FIRST_CHUNK = 1 << 16;
const LARGEST_CHUNK = 1 << 24;

/** Tokens of many documents, one after the other, without knowing beforehand how many there will be. */
export interface TokenStore {
  append(tokens: Symbols): void;
  /** Tokens so far. */
  length(): number;
  /** All tokens as one array; the store is empty afterwards. */
  take(): Symbols;
}

/** An empty store of tokens that take 1 or 4 bytes each. */
export function createTokenStore(tokenBytes: 1 | 4): TokenStore {
  const allocate = (length: number): Symbols =>
    tokenBytes === 1 ? new Uint8Array(length) : new Int32Array(length);
  let full: Symbols[] = [];
  let chunk = allocate(FIRST_CHUNK);
  let used = 0;
  let length = 0;
  return {
    append(tokens) {
      for (let done = 0; done < tokens.length; ) {
        if (used === chunk.length) {
          full.push(chunk);
          chunk = allocate(Math.min(2 * chunk.length, LARGEST_CHUNK));
          used = 0;
        }
        const part = tokens.subarray(done, done + chunk.length - used);
        chunk.set(part, used);
        used += part.length;
        done += part.length;
      }
      length += tokens.length;
    },
    length: () => length,
    take() {
      const tokens = allocate(length);
      let offset = 0;
      for (const part of [...full, chunk.subarray(0, used)]) {
        tokens.set(part, offset);
        offset += part.length;
      }
      full = [];
      chunk = allocate(FIRST_CHUNK);
      used = 0;
      length = 0;
      return tokens;
    },
  };
}
