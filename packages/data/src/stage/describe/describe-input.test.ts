import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { corpus, facts, writeTable } from '@lethe/contracts';
import { byteTokens, createByteBpeTokenizer } from '@lethe/tokenizers';
import { afterAll, expect, test } from 'vitest';
import { detectInput } from '../../corpus/facts/detect-input.js';
import { createFictionalKnowledge } from '../../testing/create-fictional-knowledge.js';
import { describeInput } from './describe-input.js';
import { formatDescription } from './format-description.js';

const directory = mkdtempSync(join(tmpdir(), 'lethe-describe-'));
afterAll(() => rmSync(directory, { recursive: true }));

const put = (name: string, content: string | Buffer): string => {
  const path = join(directory, name);
  writeFileSync(path, content);
  return path;
};
const question = { question: 'What color is snow?', aliases: ['white'] };
const row = { id: 'test_1', question: 'What color is snow?', metadata: {}, golden_answers: ['white'] };

test.each([
  ['fictional-knowledge', 'a.json', JSON.stringify(createFictionalKnowledge(1))],
  ['popqa', 'b.json', JSON.stringify([question], null, 2)],
  ['popqa', 'b.json.gz', gzipSync(JSON.stringify([question]))],
  ['popqa', 'c.jsonl', `${JSON.stringify(row)}\n`],
  ['popqa', 'd.tsv', 'question\tpossible_answers\nWhat color is snow?\t"[""white""]"\n'],
  ['corpus', 'e.jsonl', '{"text":"a question"}\n'],
  ['corpus', 'f.txt', 'A question.'],
] as const)('%s is recognised in %s', async (kind, name, content) => {
  const path = put(name, content);
  expect(await detectInput([path])).toBe(kind);
  expect((await describeInput([path])).kind).toBe(kind);
});

test('directories are known by their tables', async () => {
  const [stage, plain] = [join(directory, 'stage'), join(directory, 'plain')];
  for (const path of [stage, plain]) {
    mkdirSync(path);
    writeTable(path, corpus, [{ id: 'a', text: 'one two', source: 's' }]);
  }
  writeTable(stage, facts, []);
  expect(await detectInput([stage])).toBe('data-stage');
  expect(await detectInput([plain])).toBe('corpus');
  expect(await describeInput([stage], { kind: 'corpus' })).toMatchObject({ documents: 1, words: 2 });
  expect(await describeInput([plain, put('g.txt', 'One.\n\nTwo.')])).toMatchObject({ documents: 3 });
});

test('what was left out is told', async () => {
  const path = put('h.jsonl', `${JSON.stringify(row)}\n{\n`);
  const statistics = await describeInput([path], { onMalformed: 'skip' });
  expect(statistics.skipped).toMatchObject([{ kind: 'not-json', count: 1 }]);
  expect(formatDescription(statistics)).toContain(`${path}:2`);
  const texts = put('i.jsonl', '{"text":"a"}\n{\n');
  const corpusOf = await describeInput([texts], { onMalformed: 'skip' });
  expect(corpusOf.skipped).toMatchObject([{ kind: 'not-json', count: 1, examples: [{ line: 2 }] }]);
});

test('an option of corpora makes it one; a data set of the hub is one', async () => {
  const path = put('k.json', JSON.stringify(createFictionalKnowledge(2)));
  const withParaphrases = await describeInput([path], { paraphrases: true });
  expect(withParaphrases).toMatchObject({ kind: 'corpus', documents: 2 + 4 });
  const refused = describeInput([path], { kind: 'fictional-knowledge', paraphrases: true });
  await expect(refused).rejects.toThrow(/paraphrases: this option applies only to corpora/);
  await expect(describeInput([path], { onMalformed: 'skip' })).rejects.toThrow(/only in corpora and PopQA/);
  expect(await detectInput(['hf:owner/name'])).toBe('corpus');
});

test('mistakes are refused', async () => {
  const path = put('j.json', JSON.stringify([question]));
  await expect(describeInput([join(directory, 'absent')])).rejects.toThrow(/no such file/);
  await expect(describeInput([path, path], { kind: 'popqa' })).rejects.toThrow(/one input of kind popqa/);
  await expect(describeInput([path], { kind: 'fictional-knowledge' })).rejects.toThrow(/entry 0/);
  const tokenizer = createByteBpeTokenizer(byteTokens());
  await expect(describeInput([path], { tokenizer })).rejects.toThrow(/tokenizer[\s\S]*popqa/);
});
