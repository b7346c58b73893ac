import { LetheError, schemaMistakes } from '@lethe/contracts';
import * as z from 'zod';
import { fromCharacters } from './byte-alphabet.js';
import type { ByteBpe } from './byte-bpe.js';
import { checkIds } from './check-ids.js';
import { findWordRule, type WordRule } from './word-rules.js';

const byteLevel = z.object({
  type: z.literal('ByteLevel'),
  add_prefix_space: z.literal(false),
  use_regex: z.boolean().default(true),
});

const split = z.object({
  type: z.literal('Split'),
  pattern: z.object({ Regex: z.string() }),
  behavior: z.literal('Isolated'),
  invert: z.literal(false),
});

// Written out, since zod takes a second for a large vocabulary.
function isVocabulary(value: unknown): boolean {
  const isId = (id: unknown): boolean => Number.isInteger(id) && (id as number) >= 0;
  return typeof value === 'object' && value !== null && Object.values(value).every(isId);
}

function isMergeList(value: unknown): boolean {
  const isPair = (merge: unknown): boolean =>
    typeof merge === 'string' || (Array.isArray(merge) && merge.every((part) => typeof part === 'string'));
  return Array.isArray(value) && value.every(isPair);
}

const none = z.union([z.null(), z.literal('')]).optional();

/** What a file has that Lethe's own encoder follows exactly. */
const byteBpeJson = z.object({
  added_tokens: z
    .array(
      z.object({
        id: z.int().nonnegative(),
        content: z.string(),
        special: z.boolean(),
        normalized: z.boolean(),
        single_word: z.literal(false),
        lstrip: z.literal(false),
        rstrip: z.literal(false),
      }),
    )
    .default([]),
  normalizer: z.union([z.null(), z.object({ type: z.literal('NFC') })]).optional(),
  pre_tokenizer: z.union([
    byteLevel,
    z.object({ type: z.literal('Sequence'), pretokenizers: z.tuple([split, byteLevel]) }),
  ]),
  model: z.object({
    type: z.literal('BPE'),
    dropout: z.null().optional(),
    unk_token: z.null().optional(),
    continuing_subword_prefix: none,
    end_of_word_suffix: none,
    byte_fallback: z.literal(false).optional(),
    ignore_merges: z.boolean().default(false),
    vocab: z.custom<Record<string, number>>(isVocabulary, 'expected ids by token'),
    merges: z.custom<(string | [string, string])[]>(isMergeList, 'expected pairs of tokens'),
  }),
});

type File = z.infer<typeof byteBpeJson>;

/**
 * The byte-level BPE of a parsed `tokenizer.json`, or the reason why Lethe's own encoder does not follow it exactly.
 * @throws LetheError when the file is of that kind, but vocabulary and merges contradict each other
 *   or an id is too large
 */
export function readByteBpe(value: unknown, where: string): ByteBpe | { otherKind: string } {
  const parsed = byteBpeJson.safeParse(value);
  if (!parsed.success) return { otherKind: schemaMistakes(parsed.error) };
  checkIds(parsed.data, where);
  const { added_tokens: added, model, normalizer, pre_tokenizer } = parsed.data;
  const words = wordRuleOf(pre_tokenizer);
  if (!words) return { otherKind: 'words are cut by an unknown rule' };
  const broken = (found: string): LetheError =>
    new LetheError({
      what: 'vocabulary and merges of this tokenizer contradict each other',
      where,
      expected: 'merges of two tokens of the vocabulary into a third',
      found,
    });
  const twice = firstRepeated(Object.values(model.vocab));
  if (twice !== undefined) throw broken(`id ${twice} belongs to two tokens`);
  const tokens = readTokens(parsed.data);
  if (!tokens) return { otherKind: 'not every token is made of bytes' };
  if (new Set(tokens.filter(({ length }) => length === 1).map(([byte]) => byte)).size < 256) {
    return { otherKind: 'some bytes have no token' };
  }
  const idOf = new Map(Object.entries(model.vocab));
  const merges = model.merges.map((merge): [number, number] => {
    const [left, right, ...more] = typeof merge === 'string' ? merge.split(' ') : merge;
    const ids = [idOf.get(left ?? ''), idOf.get(right ?? ''), idOf.get(`${left}${right}`)];
    if (more.length > 0 || ids.some((id) => id === undefined || tokens[id]?.length === 0)) {
      throw broken(`merge ${JSON.stringify(merge)}`);
    }
    return [ids[0]!, ids[1]!];
  });
  return {
    tokens,
    merges,
    words,
    ignoreMerges: model.ignore_merges,
    normalization: normalizer ? 'NFC' : null,
    added: added.map(({ id, content, special, normalized }) => ({ id, content, special, normalized })),
  };
}

function wordRuleOf(preTokenizer: File['pre_tokenizer']): WordRule | undefined {
  if (preTokenizer.type === 'ByteLevel') return preTokenizer.use_regex ? 'gpt2' : undefined;
  const [{ pattern }, { use_regex }] = preTokenizer.pretokenizers;
  return use_regex ? undefined : findWordRule(pattern.Regex);
}

/**
 * Bytes by id, none where an id belongs to an added token that no merge makes, or to nothing; undefined where a token
 * is not made of bytes.
 */
function readTokens({ model, added_tokens }: File): Uint8Array[] | undefined {
  const addedIds = new Set(added_tokens.map(({ id }) => id));
  const merged = new Set(
    model.merges.map((merge) => (typeof merge === 'string' ? merge.replace(' ', '') : merge.join(''))),
  );
  const tokens: Uint8Array[] = [];
  for (const [name, id] of Object.entries(model.vocab)) {
    const isAdded = addedIds.has(id) && name.length > 1 && !merged.has(name);
    const bytes = isAdded ? new Uint8Array(0) : fromCharacters(name);
    if (!bytes) return undefined;
    tokens[id] = bytes;
  }
  return Array.from(tokens, (bytes) => bytes ?? new Uint8Array(0));
}

function firstRepeated(ids: readonly number[]): number | undefined {
  const seen = new Set<number>();
  return ids.find((id) => seen.size === seen.add(id).size);
}
