import { LetheError } from '@lethe/contracts';

/** Ids may leave gaps, but a table with a row for each id must not outgrow the file. */
const largestIdFor = (tokens: number): number => 4 * tokens + 65_536;

/**
 * Checks the ids of a parsed `tokenizer.json` before anything as large as the largest of them is made.
 * @throws LetheError naming an id that is too large for the number of tokens
 */
export function checkIds(value: unknown, where: string): void {
  const { model, added_tokens } = (value ?? {}) as { model?: { vocab?: unknown }; added_tokens?: unknown };
  const vocab = model?.vocab;
  const entries =
    typeof vocab === 'object' && vocab !== null && !Array.isArray(vocab) ? Object.entries(vocab) : [];
  const added = (Array.isArray(added_tokens) ? added_tokens : []).map((token) => [token?.content, token?.id]);
  const tokens = [...entries, ...added];
  const size = tokens.length + (Array.isArray(vocab) ? vocab.length : 0);
  const tooLarge = tokens.find(([, id]) => id > largestIdFor(size));
  if (!tooLarge) return;
  throw new LetheError({
    what: 'an id of this tokenizer is too large for the number of its tokens',
    where,
    expected: `at most ${largestIdFor(size)} with ${size} tokens`,
    found: `${tooLarge[1]} for ${JSON.stringify(tooLarge[0])}`,
    next: 'copy or download the file again',
  });
}
