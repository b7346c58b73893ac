export { type AddedToken, type ByteBpe, byteTokens, END_OF_TEXT } from './byte-bpe.js';
export { createByteBpeTokenizer } from './byte-bpe-tokenizer.js';
export { checkIds } from './check-ids.js';
export {
  checkModelTokenizer,
  type ModelReading,
  type TokenizerMatch,
} from './compare/check-model-tokenizer.js';
export {
  compareTokenizers,
  type TokenizerComparison,
  type TokenizerDifference,
} from './compare/compare-tokenizers.js';
export { findModelTokenizer } from './compare/find-model-tokenizer.js';
export { readTokenizerContent, type TokenizerContent } from './compare/tokenizer-content.js';
export { TOKENIZER_CONFIG_FILE, TOKENIZER_FILE, toTokenizerConfigJson } from './end-of-text.js';
export { formatTokens } from './format-tokens.js';
export { gpt2Bpe, gpt2Tokenizer } from './gpt2-tokenizer.js';
export { loadTokenizer, openTokenizer, tokenizerOfJson } from './load-tokenizer.js';
export type { TextCodec, Tokenizer, TokenizerOptions } from './tokenizer.js';
export {
  fromTokenizerJson,
  MAX_TOKENIZER_STRUCTURE,
  saveTokenizer,
  toTokenizerJson,
} from './tokenizer-file.js';
export { mergePairs, trainByteBpe } from './train-byte-bpe.js';
export { WordCounter } from './word-counter.js';
export type { WordRule } from './word-rules.js';
export { createWordTokenizer, toWordTokenizerJson } from './word-tokenizer.js';
