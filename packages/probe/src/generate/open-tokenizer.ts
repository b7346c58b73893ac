import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Tokenizer } from '@huggingface/tokenizers';
import { LetheError } from '@lethe/contracts';

/** What turns generated tokens into text. */
export interface AnswerDecoder {
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

interface TokenizerJson {
  added_tokens?: { id: number; content: string; special?: boolean }[];
}

/** Names under which tokenizers have the end of a text, where tokenizer_config.json does not say. */
const usualEnds = ['<|endoftext|>', '<|end_of_text|>', '</s>', '<eos>', '[SEP]'];

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
    const json = JSON.parse(readFileSync(path, 'utf8')) as TokenizerJson;
    const tokenizer = new Tokenizer(json, { clean_up_tokenization_spaces: false });
    const added = json.added_tokens ?? [];
    return {
      decode: (tokens) =>
        tokens.length === 0 ? '' : tokenizer.decode([...tokens], { skip_special_tokens: true }),
      encode: (text) => (text === '' ? [] : [...tokenizer.encode(text, { add_special_tokens: false }).ids]),
      endTokens: new Set(added.filter((token) => token.special).map(({ id }) => id)),
      endOfText() {
        const names = [configuredEnd(path), ...usualEnds];
        const found = names
          .map((name) => added.find(({ content }) => content === name))
          .find((token) => token !== undefined);
        if (found) return found.id;
        throw new LetheError({
          what: 'the tokenizer does not say which token ends a text',
          where: path,
          expected: `"eos_token" in tokenizer_config.json beside it, or one of ${usualEnds.join(', ')}`,
          found: added.map(({ content }) => content).join(', ') || 'no added tokens',
        });
      },
    };
  } catch (error) {
    throw new LetheError(
      { what: 'the tokenizer cannot be used', where: path, found: (error as Error).message, next },
      { cause: error },
    );
  }
}

function configuredEnd(path: string): string | undefined {
  const file = join(dirname(path), 'tokenizer_config.json');
  if (!existsSync(file)) return undefined;
  const { eos_token } = JSON.parse(readFileSync(file, 'utf8')) as {
    eos_token?: string | { content: string } | null;
  };
  return typeof eos_token === 'object' ? eos_token?.content : eos_token;
}
