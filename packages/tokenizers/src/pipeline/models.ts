import { schemaMistakes } from '@lethe/contracts';
import * as z from 'zod';
import { BPE, Unigram, WordPiece } from './library-classes.js';

/** Turns the pieces of a text into ids; undefined where a piece is unknown and there is no token for unknown ones. */
export type Model = (pieces: string[]) => (number | undefined)[];

const id = z.int().nonnegative();
// Written out, since zod takes a second for a large vocabulary.
const vocabulary = z.custom<Record<string, number>>(
  (value) =>
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every((id) => Number.isInteger(id) && (id as number) >= 0),
  'expected ids by token',
);
const merges = z.custom<string[] | [string, string][]>((value) => {
  if (!Array.isArray(value)) return false;
  const isPair = (merge: unknown): boolean =>
    Array.isArray(merge) && merge.length === 2 && merge.every((part) => typeof part === 'string');
  return value.every((merge) => typeof merge === 'string' && merge.includes(' ')) || value.every(isPair);
}, 'expected pairs of tokens, all as texts or all as arrays');
const scores = z.custom<[string, number][]>(
  (value) =>
    Array.isArray(value) &&
    value.length > 0 &&
    value.every(
      (entry) =>
        Array.isArray(entry) &&
        entry.length === 2 &&
        typeof entry[0] === 'string' &&
        Number.isFinite(entry[1]),
    ),
  'expected tokens and their log-probabilities',
);
const absent = z.union([z.null(), z.literal('')], 'this is not supported').optional();
const flag = z.boolean().default(false);

/** What a model must say, and what the library cannot follow. */
const modelSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('BPE'),
    dropout: z.union([z.null(), z.literal(0)], 'dropout is not supported').optional(),
    unk_token: z.string().nullish(),
    continuing_subword_prefix: absent,
    end_of_word_suffix: z.string().nullish(),
    fuse_unk: flag,
    byte_fallback: flag,
    ignore_merges: flag,
    vocab: vocabulary,
    merges,
  }),
  z.strictObject({
    type: z.literal('WordPiece'),
    unk_token: z.string().default('[UNK]'),
    continuing_subword_prefix: z.string().default('##'),
    max_input_chars_per_word: id.default(100),
    vocab: vocabulary,
  }),
  z.strictObject({ type: z.literal('WordLevel'), unk_token: z.string(), vocab: vocabulary }),
  z.strictObject({
    type: z.literal('Unigram'),
    unk_id: id.nullish(),
    byte_fallback: flag,
    vocab: scores,
  }),
]);

export type ModelJson = z.output<typeof modelSchema>;

/** @returns the model of `tokenizer.json`, or what cannot be read in it */
export function parseModel(value: unknown): ModelJson | { problem: string } {
  const parsed = modelSchema.safeParse(withType(value));
  return parsed.success ? parsed.data : { problem: schemaMistakes(parsed.error) };
}

/** Old files leave the type to be guessed. */
function withType(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || 'type' in value) return value;
  const type =
    'merges' in value
      ? 'BPE'
      : 'vocab' in value && Array.isArray(value.vocab)
        ? 'Unigram'
        : 'continuing_subword_prefix' in value
          ? 'WordPiece'
          : 'WordLevel';
  return { ...value, type };
}

export function createModel(json: ModelJson): Model {
  if (json.type === 'Unigram') return unigram(json);
  const { vocab, unk_token } = json;
  const ids = new Map(Object.entries(vocab));
  const unknown = unk_token == null ? undefined : ids.get(unk_token);
  const idOf = (token: string): number | undefined => ids.get(token) ?? unknown;
  if (json.type === 'WordLevel') return (pieces) => pieces.map(idOf);
  const tokenize = json.type === 'BPE' ? new BPE(json) : new WordPiece(json);
  // One by one: the library joins unknown characters across pieces.
  return (pieces) => pieces.flatMap((piece) => tokenize([piece]).map(idOf));
}

function unigram({ vocab, unk_id, byte_fallback }: ModelJson & { type: 'Unigram' }): Model {
  const ids = new Map(vocab.map(([token], i) => [token, i]));
  // The library changes the score of the unknown token.
  const tokenize = new Unigram(
    { type: 'Unigram', unk_id, vocab: vocab.map(([token, score]) => [token, score]) },
    '',
  );
  const bytes = new TextEncoder();
  return (pieces) =>
    pieces.flatMap((piece) =>
      tokenize([piece]).flatMap((token) => {
        const known = ids.get(token);
        if (known !== undefined || !byte_fallback) return [known ?? unk_id ?? undefined];
        const spelled = Array.from(bytes.encode(token), (byte) =>
          ids.get(`<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`),
        );
        return spelled.includes(undefined) ? [unk_id ?? undefined] : spelled;
      }),
    );
}
