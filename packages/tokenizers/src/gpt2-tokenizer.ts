import { LetheError } from '@lethe/contracts';
import { type ByteBpe, END_OF_TEXT, specialTokens } from './byte-bpe.js';
import { createByteBpeTokenizer } from './byte-bpe-tokenizer.js';
import { type Merge, mergeByScanning } from './merge-word.js';
import type { Tokenizer } from './tokenizer.js';

/** Number of GPT-2's tokens without end-of-text. */
const TOKENS = 50_256;

/**
 * GPT-2's byte-level BPE: 50,256 tokens and end-of-text, from the ranks in `gpt-tokenizer`, which are loaded at the
 * first call. Ranks give tokens only; the 50,000 pairs of the published merges.txt follow, since each token merges
 * the two into which the earlier merges split its bytes.
 */
export function gpt2Bpe(): Promise<ByteBpe> {
  loaded ??= loadGpt2();
  return loaded;
}

let loaded: Promise<ByteBpe> | undefined;

async function loadGpt2(): Promise<ByteBpe> {
  const { default: ranks } = await import('gpt-tokenizer/bpeRanks/r50k_base');
  const utf8 = new TextEncoder();
  const tokens = ranks.map((token) =>
    typeof token === 'string' ? utf8.encode(token) : Uint8Array.from(token),
  );
  const idOfByte = new Int32Array(256);
  const merges: [number, number][] = [];
  const mergeOfPair = new Map<number, Merge>();
  const findMerge = (left: number, right: number): Merge | undefined =>
    mergeOfPair.get(left * TOKENS + right);
  tokens.forEach((bytes, id) => {
    if (bytes.length === 1) {
      idOfByte[bytes[0]!] = id;
      return;
    }
    const [left, right, ...more] = mergeByScanning(
      Array.from(bytes, (byte) => idOfByte[byte]!),
      findMerge,
    );
    if (left === undefined || right === undefined || more.length > 0) return;
    merges.push([left, right]);
    mergeOfPair.set(left * TOKENS + right, { rank: id, id });
  });
  if (tokens.length !== TOKENS || merges.length !== TOKENS - 256) {
    throw new LetheError({
      what: "the installed ranks are not GPT-2's",
      where: 'gpt-tokenizer/bpeRanks/r50k_base',
      expected: `${TOKENS} tokens, ${TOKENS - 256} merges`,
      found: `${tokens.length} tokens, ${merges.length} merges`,
      next: 'install gpt-tokenizer 4',
    });
  }
  return { tokens, merges, added: specialTokens([END_OF_TEXT], TOKENS) };
}

/** GPT-2's tokenizer: 50,257 ids, end-of-text 50256. */
export async function gpt2Tokenizer(): Promise<Tokenizer> {
  return createByteBpeTokenizer(await gpt2Bpe());
}
