import { join } from 'node:path';
import { LetheError } from '@lethe/contracts';
import { openTokenizer as openCodec } from '@lethe/tokenizers';

/** What turns generated tokens into text. */
export interface AnswerDecoder {
  /** Text of some tokens, special ones left out; U+FFFD stands for an id that the tokenizer does not have. */
  decode(tokens: readonly number[]): string;
  /** Special tokens, such as the end of a text. */
  endTokens: ReadonlySet<number>;
}

/** What turns texts into tokens and back. */
export interface TextTokenizer extends AnswerDecoder {
  /** Token ids of a text, without special tokens around it. */
  encode(text: string): number[];
  /** @throws LetheError when it cannot be told which token ends a text */
  endOfText(): number;
}

/**
 * Opens the tokenizer.json of a data directory for decoding.
 * @throws LetheError when it is absent or cannot be used
 */
export function openTokenizer(data: string): AnswerDecoder {
  const next = 'let the data stage write tokenizer.json, or set probe.generate to null';
  return openTokenizerFile(join(data, 'tokenizer.json'), next);
}

/**
 * Opens a tokenizer.json.
 * @param next what the user can do when it is absent or cannot be used
 * @throws LetheError then
 */
export function openTokenizerFile(path: string, next: string): TextTokenizer {
  try {
    const { encode, decode, endOfText, specialTokens, vocabSize } = openCodec(path);
    // A model may have more rows of embeddings than its tokenizer has tokens.
    const decodeKnown = (tokens: readonly number[]): string => {
      const unknown = tokens.findIndex((id) => id >= vocabSize);
      return unknown < 0
        ? decode(tokens)
        : `${decode(tokens.slice(0, unknown))}\ufffd${decodeKnown(tokens.slice(unknown + 1))}`;
    };
    return {
      decode: (tokens) => decodeKnown(tokens.filter((id) => !specialTokens.has(id))),
      encode: (text) => Array.from(encode(text)),
      endTokens: specialTokens,
      endOfText,
    };
  } catch (error) {
    const found = error instanceof LetheError ? error.problem.found : (error as Error).message;
    throw new LetheError(
      { what: 'the tokenizer cannot be used', where: path, ...(found && { found }), next },
      { cause: error },
    );
  }
}
