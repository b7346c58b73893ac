import { join } from 'node:path';
import { LetheError, readJson, schemaMistakes } from '@lethe/contracts';
import { checkIds, MAX_TOKENIZER_STRUCTURE } from '@lethe/tokenizers';
import * as z from 'zod';

const tokenizerSchema = z.object({
  model: z.object({ vocab: z.union([z.record(z.string(), z.int()), z.array(z.unknown())]) }),
  added_tokens: z.array(z.object({ id: z.int(), content: z.string().optional() })).default([]),
});

/**
 * Number of token ids of the data directory's tokenizer.json: the largest id plus one.
 * @throws LetheError when the file is absent, not a Hugging Face tokenizer, or has an id far beyond its tokens
 */
export function readVocabularySize(data: string): number {
  const { model, added_tokens } = readTokenizer(data);
  let size = Array.isArray(model.vocab) ? model.vocab.length : 0;
  if (!Array.isArray(model.vocab)) for (const id of Object.values(model.vocab)) size = Math.max(size, id + 1);
  for (const { id } of added_tokens) size = Math.max(size, id + 1);
  return size;
}

/**
 * Id of a token, as tokenizer.json of the data directory spells it.
 * @throws LetheError when there is no such token
 */
export function readTokenId(data: string, token: string, where: string): number {
  const { model, added_tokens } = readTokenizer(data);
  const added = added_tokens.find(({ content }) => content === token)?.id;
  const id = added ?? (Array.isArray(model.vocab) ? pairId(model.vocab, token) : model.vocab[token]);
  if (id !== undefined) return id;
  throw new LetheError({
    what: 'the tokenizer has no such token',
    where,
    expected: `a token of ${join(data, 'tokenizer.json')}`,
    found: token,
    next: 'spell it as that file does; a leading space is Ġ or ▁',
  });
}

/** The id of a token in a vocabulary that lists pairs of token and score. */
function pairId(vocab: readonly unknown[], token: string): number | undefined {
  const id = vocab.findIndex((entry) => Array.isArray(entry) && entry[0] === token);
  return id < 0 ? undefined : id;
}

function readTokenizer(data: string): z.output<typeof tokenizerSchema> {
  const path = join(data, 'tokenizer.json');
  const problem = {
    what: 'the tokenizer cannot be read; the model takes the size of its vocabulary from it',
    next: 'let the data stage write a Hugging Face tokenizer.json beside its tables',
  };
  const json = readJson(path, problem, MAX_TOKENIZER_STRUCTURE);
  const parsed = tokenizerSchema.safeParse(json);
  checkIds(json, path);
  if (!parsed.success) {
    throw new LetheError({
      what: `this is not a Hugging Face tokenizer\n${schemaMistakes(parsed.error)}`,
      where: path,
      expected: 'an object with model.vocab',
    });
  }
  return parsed.data;
}
