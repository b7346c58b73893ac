export * from './corpus/index.js';
export * from './stage/index.js';
export type { AddedToken } from './tokenize/added-tokens.js';
export { createWordTokenizer, toWordTokenizerJson } from './tokenize/create-word-tokenizer.js';
export { formatTokens } from './tokenize/format-tokens.js';
export { gpt2Tokenizer } from './tokenize/gpt2-tokenizer.js';
export { saveTokenizer } from './tokenize/save-tokenizer.js';
export {
  createTokenizer,
  loadTokenizer,
  type Tokenizer,
  type TokenizerOptions,
} from './tokenize/tokenizer.js';
export {
  type ByteBpe,
  byteTokens,
  END_OF_TEXT,
  fromTokenizerJson,
  toTokenizerJson,
} from './tokenize/tokenizer-file.js';
export { trainByteBpe } from './tokenize/train-byte-bpe.js';
export { WordCounter } from './tokenize/word-counter.js';
export type { WordRule } from './tokenize/word-rules.js';
