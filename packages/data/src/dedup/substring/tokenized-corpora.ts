import type { Symbols } from './induce-order.js';

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
