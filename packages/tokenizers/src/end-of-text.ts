import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { LetheError, parseJsonText, schemaMistakes } from '@lethe/contracts';
import * as z from 'zod';

/** A tokenizer in a model or data directory. */
export const TOKENIZER_FILE = 'tokenizer.json';

/** File beside it in which Hugging Face's libraries name the end-of-text token. */
export const TOKENIZER_CONFIG_FILE = 'tokenizer_config.json';

/** The usual end-of-text tokens; the first that a tokenizer has is taken if none is named. */
const usual = ['<|endoftext|>', '<|end_of_text|>', '</s>', '<eos>', '[SEP]'];

const config = z.object({
  eos_token: z.union([z.string(), z.object({ content: z.string() })]).nullish(),
});

/**
 * The id of the end-of-text token: the one that is asked for, else the first of `<|endoftext|>`, `<|end_of_text|>`,
 * `</s>`, `<eos>`, `[SEP]` that the tokenizer has.
 * @param idOf id of a token of the vocabulary
 * @throws LetheError when the tokenizer lacks it, or has none of the usual ones
 */
export function findEndOfText(
  idOf: (token: string) => number | undefined,
  wanted: string | undefined,
  where: string,
): number {
  for (const token of wanted === undefined ? usual : [wanted]) {
    const id = idOf(token);
    if (id !== undefined) return id;
  }
  throw new LetheError({
    what: wanted === undefined ? 'no end-of-text token is known' : 'there is no such end-of-text token',
    where,
    expected: wanted === undefined ? `one of ${usual.join(', ')}` : 'a token of the vocabulary',
    found: wanted ?? 'none of them in the vocabulary',
    next: `name one: endOfText in data.tokenizer, --end-of-text, or "eos_token" in ${TOKENIZER_CONFIG_FILE} beside the file`,
  });
}

/** The end-of-text token that `tokenizer_config.json` beside a tokenizer names, if any. */
export function readEndOfText(tokenizerPath: string): string | undefined {
  let json: string;
  try {
    json = readFileSync(join(dirname(tokenizerPath), TOKENIZER_CONFIG_FILE), 'utf8');
  } catch {
    return undefined;
  }
  const problem = {
    what: 'this tokenizer configuration cannot be read',
    expected: 'a JSON object in which "eos_token" is a text',
  };
  const where = join(dirname(tokenizerPath), TOKENIZER_CONFIG_FILE);
  const parsed = config.safeParse(parseJsonText(json, where, problem));
  if (!parsed.success) throw new LetheError({ ...problem, where, found: schemaMistakes(parsed.error) });
  const { eos_token } = parsed.data;
  return typeof eos_token === 'object' ? eos_token?.content : eos_token;
}

/**
 * What `tokenizer_config.json` holds beside a tokenizer that Lethe writes; transformers' AutoTokenizer reads it too.
 */
export function toTokenizerConfigJson(endOfText: string): string {
  return `${JSON.stringify({ tokenizer_class: 'PreTrainedTokenizerFast', eos_token: endOfText }, null, 1)}\n`;
}
