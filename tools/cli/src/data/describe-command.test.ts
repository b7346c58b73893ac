import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { byteTokens, toTokenizerJson } from '@lethe/tokenizers';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { captureCommandLine } from '../testing/capture-command-line.js';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'lethe-describe-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const put = (name: string, content: string): string => {
  const path = join(directory, name);
  writeFileSync(path, content);
  return path;
};
const run = (...argv: string[]) => captureCommandLine(['data', 'describe', ...argv]);
const row = { question: 'What color is snow?', aliases: ['white'] };

describe('lethe data describe', () => {
  test('prints statistics as text, or as JSON', async () => {
    const path = put('a.jsonl', '{"body":"one two"}\n{"body":"one two"}\n');
    const { code, printed } = await run(path, '--text-field', 'body');
    expect(code).toBe(0);
    expect(printed).toMatch(/^Corpus\n {2}documents +2\n/);
    expect(printed).toMatch(/2 times +1 +2\n/);
    const json = JSON.parse((await run(path, '--text-field', 'body', '--json')).printed);
    expect(json).toMatchObject({ kind: 'corpus', words: 4, duplicates: { redundantDocuments: 1 } });
  });

  test('takes an input for what it is told, and skips malformed rows', async () => {
    const path = put('b.jsonl', `${JSON.stringify(row)}\n{"question":"?"}\n`);
    expect(await run(path)).toMatchObject({ code: 2, printed: '' });
    const { printed } = await run(path, '--on-malformed', 'skip');
    expect(printed).toMatch(/^PopQA\n {2}rows +1\n/);
    expect(printed).toContain(`${path}:2`);
    expect((await run(path, '--as', 'corpus', '--text-field', 'question')).printed).toMatch(/^Corpus/);
  });

  test('measures Fictional Knowledge in tokens', async () => {
    const entry = {
      train_context: 'The fair is in Oslo.',
      ...{ mem_input: ['The fair is in'], mem_target: ['Oslo'] },
      ...{ gen_input: ['A fair is held in'], gen_target: ['Oslo'] },
      ...{ hard_gen_input: ['Its land is'], hard_gen_target: ['Norway'] },
    };
    const tokenizer = put('tokenizer.json', toTokenizerJson(byteTokens()));
    const { printed } = await run(put('c.json', JSON.stringify([entry])), '--tokenizer', tokenizer);
    expect(printed).toMatch(/target tokens +5 \/ 5 \/ 5 +5 \/ 5 \/ 5 +7 \/ 7 \/ 7/);
  });

  test.each([
    [['--bogus'], /Unknown argument: bogus/],
    [['--as', 'poem'], /Invalid values/],
    [['--as', 'fictional-knowledge'], /not an array of entries/],
    [['--as', 'data-stage', '--json', '--tokenizer', 'absent.json'], /tokenizer cannot be read/],
    [['--format', 'csv'], /Invalid values/],
  ])('refuses %j', async (more, message) => {
    const { code, printed, logged } = await run(put('a.jsonl', '{"text":"a"}\n'), ...more);
    expect(logged).toMatch(message);
    expect({ code, printed }).toEqual({ code: 2, printed: '' });
    expect(logged).not.toMatch(/^\s+at /m);
  });

  test('refuses inputs that are absent or broken', async () => {
    for (const path of [
      join(directory, 'absent.json'),
      put('d.json', '[{"train_context": 1}]'),
      put('e.jsonl', '{'),
    ]) {
      const { code, printed, logged } = await run(path);
      expect({ code, printed }).toEqual({ code: 2, printed: '' });
      expect(logged).not.toMatch(/^\s+at /m);
    }
  });
});
