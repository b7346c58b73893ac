import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LetheError } from '@lethe/contracts';
import * as z from 'zod';

const tokenizerSchema = z.object({
  model: z.object({ vocab: z.union([z.record(z.string(), z.int()), z.array(z.unknown())]) }),
  added_tokens: z.array(z.object({ id: z.int() })).default([]),
});

/**
 * Number of token ids of the data directory's tokenizer.json: the largest id plus one.
 * @throws LetheError when the file is absent or no Hugging Face tokenizer
 */
export function readVocabularySize(data: string): number {
  const path = join(data, 'tokenizer.json');
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new LetheError(
      {
        what: 'the tokenizer cannot be read; the model takes the size of its vocabulary from it',
        where: path,
        found: (error as Error).message,
        next: 'let the data stage write a Hugging Face tokenizer.json beside its tables',
      },
      { cause: error },
    );
  }
  const parsed = tokenizerSchema.safeParse(json);
  if (!parsed.success) {
    throw new LetheError({
      what: `this is no Hugging Face tokenizer\n${z.prettifyError(parsed.error)}`,
      where: path,
      expected: 'an object with model.vocab',
    });
  }
  const { model, added_tokens } = parsed.data;
  let size = Array.isArray(model.vocab) ? model.vocab.length : 0;
  if (!Array.isArray(model.vocab)) for (const id of Object.values(model.vocab)) size = Math.max(size, id + 1);
  for (const { id } of added_tokens) size = Math.max(size, id + 1);
  return size;
}
