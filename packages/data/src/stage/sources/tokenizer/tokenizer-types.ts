import type * as z from 'zod';
import { declaredUnion } from '../../../registry/declared-union.js';
import { byteBpeType } from './byte-bpe-type.js';
import { bytesType } from './bytes-type.js';
import { fileType } from './file-type.js';
import { gpt2Type } from './gpt2-type.js';
import { symbolicType } from './symbolic-type.js';
import type { TokenizerContext, TokenizerMaker, TokenizerType } from './tokenizer-type.js';

/** Every type of tokenizer. A new one is a file that calls `defineTokenizerType`, and a line here. */
const tokenizerTypes = [bytesType, symbolicType, byteBpeType, gpt2Type, fileType] as const;

/** How the tokenizer is made. */
export const tokenizerSpec = declaredUnion('type', tokenizerTypes);

/**
 * Makes the tokenizer that `data.tokenizer` names.
 * @throws LetheError when symbols are asked for where there are none, or a file is absent, cannot be read, or lacks
 * that end-of-text token
 */
export async function makeTokenizer(
  { type, ...options }: z.infer<typeof tokenizerSpec>,
  context: TokenizerContext,
): Promise<TokenizerMaker> {
  const chosen = tokenizerTypes.find(({ name }) => name === type) as unknown as TokenizerType;
  return chosen.open(options, context);
}
