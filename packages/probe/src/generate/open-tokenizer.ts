import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Tokenizer } from '@huggingface/tokenizers';
import { LetheError } from '@lethe/contracts';

/** What turns generated tokens into text. */
export interface AnswerDecoder {
  decode(tokens: readonly number[]): string;
  /** Special tokens, such as the end of a text. */
  endTokens: ReadonlySet<number>;
}

/**
 * Opens the tokenizer.json of a data directory for decoding.
 * @throws LetheError when it is absent or cannot be used
 */
export function openTokenizer(data: string): AnswerDecoder {
  const path = join(data, 'tokenizer.json');
  try {
    const json = JSON.parse(readFileSync(path, 'utf8')) as {
      added_tokens?: { id: number; special?: boolean }[];
    };
    const tokenizer = new Tokenizer(json, { clean_up_tokenization_spaces: false });
    const special = (json.added_tokens ?? []).filter((token) => token.special).map(({ id }) => id);
    return {
      decode: (tokens) =>
        tokens.length === 0 ? '' : tokenizer.decode([...tokens], { skip_special_tokens: true }),
      endTokens: new Set(special),
    };
  } catch (error) {
    throw new LetheError(
      {
        what: 'the tokenizer cannot be used; generated answers are decoded with it',
        where: path,
        found: (error as Error).message,
        next: 'let the data stage write tokenizer.json, or set probe.generate to null',
      },
      { cause: error },
    );
  }
}
