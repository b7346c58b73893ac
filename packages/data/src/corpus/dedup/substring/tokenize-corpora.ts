import { LetheError } from '@lethe/contracts';
import type { OpenCorpus } from '../../documents/corpus-document.js';
import type { DedupContext } from '../method/dedup-method.js';
import type { Symbols } from './induced-sorting.js';
import { createPacer } from './pacer.js';
import { refuseBeyondMemory } from './substring-options.js';
import type { TokenSource } from './token-source.js';

/** Two corpora as one array of tokens, document after document: first `against`, then the corpus. */
export interface TokenizedCorpora {
  /** Token ids of all documents, without separators. */
  tokens: Symbols;
  /** Tokens are 0 .. alphabet - 1. */
  alphabet: number;
  /** Id of each document. */
  ids: readonly string[];
  /** Offset of the first token of each document, and at the end the number of tokens. */
  starts: readonly number[];
  /** How many of the documents are of `against`. */
  againstDocuments: number;
}

/**
 * Reads two corpora once each. Memory: the tokens twice, while they become one array.
 * @throws LetheError when what comes after would need more than `memoryLimit` bytes
 */
export async function tokenizeCorpora(
  corpus: OpenCorpus,
  against: OpenCorpus | undefined,
  source: TokenSource,
  memoryLimit: number,
  { signal, onProgress }: DedupContext,
): Promise<TokenizedCorpora> {
  const store = createTokenStore(source.tokenBytes);
  const ids: string[] = [];
  const starts = [0];
  const pacer = createPacer(signal);

  const read = async (open: OpenCorpus): Promise<void> => {
    for await (const batch of open()) {
      for (const { id, text } of batch) {
        store.append(source.encode(text));
        ids.push(id);
        starts.push(store.length());
        refuseBeyondMemory(source, store.length(), ids.length, memoryLimit);
        if (!pacer.isDue()) continue;
        onProgress?.('read', ids.length);
        await pacer.rest();
      }
      signal.throwIfAborted();
    }
  };
  if (against !== undefined) await read(against);
  const againstDocuments = ids.length;
  await read(corpus);
  onProgress?.('read', ids.length);
  return { tokens: store.take(), alphabet: source.alphabet(), ids, starts, againstDocuments };
}

const FIRST_CHUNK = 1 << 16;
const LARGEST_CHUNK = 1 << 24;

/** Tokens of many documents, one after the other, without knowing beforehand how many there will be. */
interface TokenStore {
  append(tokens: Symbols): void;
  /** Tokens so far. */
  length(): number;
  /** All tokens as one array; the store is empty afterwards. */
  take(): Symbols;
}

/** An empty store of tokens that take 1 or 4 bytes each. */
function createTokenStore(tokenBytes: 1 | 4): TokenStore {
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

/**
 * Numbers of the documents in the order in which they are preferred: `against` first, then by id in UTF-16
 * units. It depends on the sets of documents alone.
 * @throws LetheError when two documents of one corpus have the same id
 */
export function orderOfDocuments({
  ids,
  againstDocuments,
}: Pick<TokenizedCorpora, 'ids' | 'againstDocuments'>): Int32Array {
  const isAgainst = (document: number): boolean => document < againstDocuments;
  const order = Int32Array.from(ids.keys()).sort((a, b) => {
    if (isAgainst(a) !== isAgainst(b)) return isAgainst(a) ? -1 : 1;
    return ids[a]! < ids[b]! ? -1 : ids[a]! > ids[b]! ? 1 : 0;
  });
  for (let i = 1; i < order.length; i++) {
    const [a, b] = [order[i - 1]!, order[i]!];
    if (ids[a] !== ids[b] || isAgainst(a) !== isAgainst(b)) continue;
    throw new LetheError({
      what: 'two documents have the same id, so the id cannot say which copy stays',
      where: isAgainst(a) ? 'against' : 'corpus',
      expected: 'ids that are unique within a corpus',
      found: JSON.stringify(ids[a]),
      next: 'name another field as the id, or leave it out so that documents are numbered',
    });
  }
  return order;
}
