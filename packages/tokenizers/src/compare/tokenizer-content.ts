import { LetheError, schemaMistakes } from '@lethe/contracts';
import * as z from 'zod';
import { checkIds } from '../check-ids.js';
import { readByteBpe } from '../read-byte-bpe.js';

/** What of a `tokenizer.json` decides which ids a text has and what an id means. */
export interface TokenizerContent {
  /** Model: BPE, WordLevel, WordPiece, Unigram. */
  kind: string;
  /** The largest id plus one. */
  size: number;
  /** Every token by id, added ones too. */
  tokens: ReadonlyMap<number, string>;
  /** Tokens that are matched verbatim before words are cut, by id: what changes how, such as `lstrip`. */
  added: ReadonlyMap<number, string>;
  /** Pairs of a BPE in the order in which they merge; empty for other kinds. */
  merges: readonly string[];
  /** Scores of a Unigram model by id; empty for other kinds. */
  scores: readonly number[];
  /** How a text is cut into words, as Lethe's own encoder knows it; undefined where it does not follow the file. */
  known: Rules | undefined;
  /** The same as the file writes it. */
  written: Rules;
}

/** Rules by name, each as canonical JSON; rules that say nothing are left out. */
export type Rules = Readonly<Record<string, string>>;

const flags = ['single_word', 'lstrip', 'rstrip', 'normalized'] as const;
const flag = z.boolean().default(false);

const fileSchema = z.object({
  added_tokens: z
    .array(
      z.object({
        id: z.int().nonnegative(),
        content: z.string().optional(),
        ...{ single_word: flag, lstrip: flag, rstrip: flag, normalized: flag },
      }),
    )
    .default([]),
  normalizer: z.unknown().optional(),
  pre_tokenizer: z.unknown().optional(),
  model: z.looseObject({
    type: z.string().optional(),
    // Their entries are not checked here: zod takes a second for a large vocabulary.
    vocab: z.custom<Record<string, number> | unknown[]>(
      (value) => typeof value === 'object' && value !== null,
      'expected ids by token, or a list of tokens',
    ),
    merges: z.custom<(string | string[])[]>(Array.isArray, 'expected a list of pairs').default([]),
  }),
});

/**
 * Reads what decides about ids from a parsed `tokenizer.json` of any kind.
 * @throws LetheError when it is no such file
 */
export function readTokenizerContent(value: unknown, where: string): TokenizerContent {
  const parsed = fileSchema.safeParse(value);
  if (!parsed.success) throw unreadable(where, schemaMistakes(parsed.error));
  checkIds(value, where);
  const { added_tokens: addedTokens, normalizer, pre_tokenizer, model } = parsed.data;
  const { type, vocab, merges, ...options } = model;
  const tokens = new Map<number, string>();
  const scores: number[] = [];
  if (Array.isArray(vocab)) {
    vocab.forEach((entry, id) => {
      const [token, score] = Array.isArray(entry) ? (entry as unknown[]) : [entry];
      tokens.set(id, String(token));
      scores.push(Number(score));
    });
  } else {
    for (const [token, id] of Object.entries(vocab)) {
      if (!Number.isInteger(id) || id < 0) throw unreadable(where, `token ${JSON.stringify(token)}: ${id}`);
      tokens.set(id, token);
    }
  }
  for (const { id, content } of addedTokens) if (content !== undefined) tokens.set(id, content);
  // Whether a token is normalized changes nothing where nothing is.
  const counted = flags.filter((name) => name !== 'normalized' || normalizer);
  const bpe = readByteBpe(value, where);
  return {
    kind: type ?? (Array.isArray(vocab) ? 'Unigram' : merges.length > 0 ? 'BPE' : 'a model without a type'),
    size: [...tokens.keys()].reduce((size, id) => Math.max(size, id + 1), 0),
    tokens,
    added: new Map(
      addedTokens.map((token) => [token.id, counted.filter((name) => token[name]).join(', ') || 'plain']),
    ),
    merges: merges.map((merge) => (Array.isArray(merge) ? merge.join(' ') : String(merge))),
    scores,
    known:
      'otherKind' in bpe
        ? undefined
        : rules({ words: bpe.words, ignore_merges: bpe.ignoreMerges, normalizer: bpe.normalization }),
    written: writtenRules({ ...options, normalizer, pre_tokenizer }, where),
  };
}

function writtenRules(all: Record<string, unknown>, where: string): Rules {
  try {
    return rules(all);
  } catch (error) {
    // A file may nest its parts deeper than the stack reaches.
    throw unreadable(where, (error as Error).message);
  }
}

function rules(all: Record<string, unknown>): Rules {
  const said = Object.entries(all).map(([name, value]) => [name, canonical(value)] as const);
  return Object.fromEntries(said.filter(([, text]) => text !== undefined)) as Rules;
}

/** JSON with sorted keys; undefined for what says nothing: null, false, empty texts, lists and objects of these. */
function canonical(value: unknown): string | undefined {
  if (value === undefined || value === null || value === false || value === '') return undefined;
  if (typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) {
    return value.length === 0 ? undefined : `[${value.map((item) => canonical(item) ?? 'null').join(',')}]`;
  }
  const entries = Object.entries(value)
    .map(([key, item]) => [key, canonical(item)] as const)
    .filter(([, text]) => text !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  if (entries.length === 0) return undefined;
  return `{${entries.map(([key, text]) => `${JSON.stringify(key)}:${text}`).join(',')}}`;
}

function unreadable(where: string, found: string): LetheError {
  return new LetheError({
    what: 'this is not a Hugging Face tokenizer',
    where,
    expected: 'a tokenizer.json: an object with model.vocab',
    found,
  });
}
