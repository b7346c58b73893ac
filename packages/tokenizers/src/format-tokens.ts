import type { Tokenizer } from './tokenizer.js';

/**
 * Describes a tokenizer and, where a text is given, its tokens: in each line an id and what it decodes to. Tokens
 * that are part of a character decode to U+FFFD.
 */
export function formatTokens(tokenizer: Tokenizer, text: string | undefined): string {
  const { vocabSize, endOfText } = tokenizer;
  const head = `${vocabSize} tokens, end of text ${endOfText} ${JSON.stringify(tokenizer.decode([endOfText]))}`;
  if (text === undefined) return head;
  const ids = Array.from(tokenizer.encode(text));
  const width = String(vocabSize - 1).length;
  const lines = ids.map((id) => `${String(id).padStart(width)}  ${JSON.stringify(tokenizer.decode([id]))}`);
  const same = tokenizer.decode(ids) === text ? 'they decode to the text' : 'they decode to another text';
  return [head, `${ids.length} tokens for ${Buffer.byteLength(text)} bytes; ${same}`, ...lines].join('\n');
}
