import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { corpus, facts, probes, readRows } from '@lethe/contracts';
import { loadTokenizer } from '@lethe/tokenizers';
import { afterAll, expect, test } from 'vitest';
import { testData } from '../../testing/test-data.js';
import { writePopQa } from './write-pop-qa.js';

const directory = mkdtempSync(join(tmpdir(), 'lethe-write-popqa-'));
afterAll(() => rmSync(directory, { recursive: true }));
const context = { log: () => {}, signal: new AbortController().signal };

const path = join(directory, 'rows.jsonl');
const rows = Array.from({ length: 20 }, (_, i) => ({
  ...{ id: i, question: `What sport does P${i} play?`, golden_answers: [`sport ${i}`, `game ${i}`] },
  metadata: { s_pop: i === 0 ? 810 : 10 },
}));
writeFileSync(path, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));

test('facts, probes and texts of PopQA, popular facts told more often', async () => {
  const out = join(directory, 'out');
  const options = { templates: 4, wordings: 2, trainFraction: 0.5, scenario: 'background', seed: 2 };
  const written = await writePopQa({ path, out, facts: options, copies: 2 }, context);
  expect(written).toEqual({ facts: 20, probes: 20, texts: 80, skipped: [] });
  const stored = await readRows(out, facts);
  const texts = await readRows(out, corpus);
  const told = (id: string): number => texts.filter((document) => document.id.startsWith(`${id}/`)).length;
  // 810 of 1,000 views.
  expect(told('popqa-0')).toBeGreaterThan(50);
  const wordings = new Set(stored.flatMap(({ text, variants }) => [text, ...variants]));
  expect(wordings.size).toBe(40);
  for (const { text } of texts) expect(wordings.has(text)).toBe(true);
  const [probe] = await readRows(out, probes);
  const tokenizer = loadTokenizer(join(out, 'tokenizer.json'));
  expect(probe).toMatchObject({
    depth: 'qa',
    prompt: 'Q: What sport does P0 play? A:',
    token_boundary: true,
  });
  expect(tokenizer.decode(probe!.target_tokens)).toBe(' sport 0');

  const even = join(directory, 'even');
  await writePopQa({ path, out: even, facts: options, copies: 2, even: true }, context);
  expect((await readRows(even, corpus)).filter(({ id }) => id.startsWith('popqa-0/'))).toHaveLength(4);
});

test('nothing is left of what failed', async () => {
  const out = join(directory, 'failed');
  await expect(writePopQa({ path, out, facts: { templates: 0 } }, context)).rejects.toThrow(/templates/);
  await expect(writePopQa({ path, out, copies: -1 }, context)).rejects.toThrow(/copies/);
  expect(existsSync(out)).toBe(false);
});

const published = testData('popqa/popqa_1000_full_columns.jsonl');

test.skipIf(!existsSync(published))('a thousand published rows', async () => {
  const { facts, texts } = await writePopQa({ path: published, out: join(directory, 'published') }, context);
  expect(facts).toBeGreaterThan(900);
  expect(texts).toBe(8 * facts);
});
