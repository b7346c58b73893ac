import { LetheError } from '@lethe/contracts';
import * as z from 'zod';
import { byteOfId, fromCharacters, toCharacters } from './byte-alphabet.js';

/** Marks the end of every document, as in GPT-2. */
export const END_OF_TEXT = '<|endoftext|>';

/** A byte-level BPE: ids 0-255 are the bytes in GPT-2's order; the end-of-text token comes after all others. */
export interface ByteBpe {
  /** Bytes of every token but the end-of-text token, by id. */
  tokens: Uint8Array[];
  /** Pairs of ids in the order in which they merge. */
  merges: [number, number][];
}

/** Tokens of one byte each. */
export function byteTokens(): ByteBpe {
  return { tokens: Array.from(byteOfId, (byte) => Uint8Array.of(byte)), merges: [] };
}

/** The tokenizer as Hugging Face's `tokenizer.json`, which their JavaScript, Python and Rust libraries read. */
export function toTokenizerJson({ tokens, merges }: ByteBpe): string {
  const names = tokens.map(toCharacters);
  const vocab = Object.fromEntries([...names, END_OF_TEXT].map((name, id) => [name, id]));
  const byteLevel = { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true };
  const file = {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: [
      {
        id: tokens.length,
        content: END_OF_TEXT,
        single_word: false,
        lstrip: false,
        rstrip: false,
        normalized: false,
        special: true,
      },
    ],
    normalizer: null,
    pre_tokenizer: byteLevel,
    post_processor: null,
    decoder: byteLevel,
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: null,
      end_of_word_suffix: null,
      fuse_unk: false,
      byte_fallback: false,
      ignore_merges: false,
      vocab,
      merges: merges.map(([left, right]) => `${names[left]} ${names[right]}`),
    },
  };
  return `${JSON.stringify(file, null, 1)}\n`;
}

const tokenizerJson = z.object({
  added_tokens: z.tuple([z.object({ id: z.int(), content: z.literal(END_OF_TEXT) })]),
  normalizer: z.null(),
  pre_tokenizer: z.object({
    type: z.literal('ByteLevel'),
    add_prefix_space: z.literal(false),
    use_regex: z.literal(true),
  }),
  post_processor: z.null(),
  model: z.object({
    type: z.literal('BPE'),
    continuing_subword_prefix: z.null(),
    end_of_word_suffix: z.null(),
    byte_fallback: z.literal(false),
    ignore_merges: z.literal(false),
    vocab: z.record(z.string(), z.int().nonnegative()),
    merges: z.array(z.string()),
  }),
});

/**
 * Reads a `tokenizer.json` that `toTokenizerJson` wrote.
 * @throws LetheError when it is another kind of tokenizer, or its vocabulary and merges contradict each other
 */
export function fromTokenizerJson(json: string, where: string): ByteBpe {
  const broken = (found: string): LetheError =>
    new LetheError({
      what: 'this is not a byte-level BPE tokenizer that Lethe wrote',
      where,
      expected: `tokenizer.json with model BPE, pre-tokenizer ByteLevel and the one added token ${END_OF_TEXT}`,
      found,
      next: 'run the data stage again; it writes tokenizer.json',
    });
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    throw broken((error as Error).message);
  }
  const parsed = tokenizerJson.safeParse(value);
  if (!parsed.success) throw broken(z.prettifyError(parsed.error));
  const { vocab, merges } = parsed.data.model;
  const tokens: Uint8Array[] = [];
  for (const [name, id] of Object.entries(vocab)) {
    if (name === END_OF_TEXT) continue;
    const bytes = fromCharacters(name);
    if (!bytes) throw broken(`token ${JSON.stringify(name)} is not made of bytes`);
    tokens[id] = bytes;
  }
  const isWhole =
    parsed.data.added_tokens[0].id === tokens.length &&
    tokens.length === Object.keys(vocab).length - 1 &&
    byteOfId.every((byte, id) => tokens[id]?.length === 1 && tokens[id][0] === byte);
  if (!isWhole)
    throw broken(`${tokens.length} ids for ${Object.keys(vocab).length} tokens, or bytes out of order`);
  const pairs = merges.map((merge): [number, number] => {
    const [left, right] = merge.split(' ').map((name) => vocab[name]);
    if (left === undefined || right === undefined) throw broken(`merge ${JSON.stringify(merge)}`);
    return [left, right];
  });
  return { tokens, merges: pairs };
}
