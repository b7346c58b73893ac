import type { passages, RowOf } from '@lethe/contracts';
import type { Tokenizer } from '@lethe/tokenizers';
import type { Fact } from '../../corpus/facts/fact-set.js';

/** Tokenizes the texts of facts as they are injected. */
export const tokenizePassages = (
  facts: readonly Fact[],
  tokenizer: Pick<Tokenizer, 'encode'>,
): RowOf<typeof passages>[] =>
  facts.map(({ fact_id, text }) => ({ fact_id, tokens: Array.from(tokenizer.encode(text)) }));
