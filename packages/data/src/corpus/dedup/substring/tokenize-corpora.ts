import type { OpenCorpus } from '../../documents/corpus-document.js';
import type { DedupContext } from '../method/dedup-method.js';
import type { Symbols } from './induce-order.js';
import { refuseBeyondMemory } from './memory-need.js';
import { createPacer } from './pacer.js';
import type { TokenSource } from './token-source.js';
import { createTokenStore } from './token-store.js';

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
