import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, it, vi } from 'vitest';
import { runCommandLine } from '../command-line.js';

const root = mkdtempSync(join(tmpdir(), 'lethe-count-'));
afterAll(() => rmSync(root, { recursive: true }));
afterEach(() => vi.restoreAllMocks());

async function run(...options: string[]): Promise<{ code: number; printed: string }> {
  let printed = '';
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, 'write').mockImplementation((text) => {
      printed += String(text);
      return true;
    });
  }
  const code = await runCommandLine(['data', ...options]);
  vi.restoreAllMocks();
  return { code, printed };
}
const put = (name: string, content: string): string => {
  const path = join(root, name);
  writeFileSync(path, content);
  return path;
};

const corpus = put(
  'corpus.jsonl',
  ['George Rankin was a politician.', 'george rankin, pol.', 'The politicians of George Rankin.', 'Nobody.']
    .map((text) => `${JSON.stringify({ text })}\n`)
    .join(''),
);
const popQa = put(
  'popqa.json',
  JSON.stringify([
    {
      question: "What is George Rankin's occupation?",
      answer: 'politician',
      aliases: ['politician', 'pol'],
    },
  ]),
);

it('counts facts of PopQA in a corpus, as the options say', async () => {
  const out = join(root, 'counts.jsonl');
  const countsWith = async (...options: string[]): Promise<unknown[]> => {
    const { code, printed } = await run('count', corpus, '--facts', popQa, '--out', out, ...options);
    expect([code, printed.split('\n')[0]]).toEqual([0, 'Occurrences in 4 documents']);
    const { subject_occurrences, target_occurrences, target_documents, documents_with_both } = JSON.parse(
      readFileSync(out, 'utf8'),
    );
    return [subject_occurrences, target_occurrences, target_documents, documents_with_both];
  };
  expect(await countsWith()).toEqual([2, 1, 2, 1]);
  expect(await countsWith('--ignore-case')).toEqual([3, 1, 2, 2]);
  expect(await countsWith('--no-whole-words')).toEqual([2, 2, 3, 2]);
  expect(existsSync(`${out}.tmp`)).toBe(false);
});

it('counts facts of tables, and of Fictional Knowledge', async () => {
  const world = join(root, 'world');
  await run('world', '--kind', 'biographies', '--count', '5', '--out', world);
  const { code, printed } = await run('count', world, '--facts', world);
  expect(code).toBe(0);
  expect(printed).toMatch(/facts +5\n[\s\S]*subject and target in one document +30 of 30/);

  const passage = put(
    'fictional.json',
    JSON.stringify([
      {
        train_context: 'x',
        mem_input: ['Who?'],
        mem_target: ['Nobody.'],
        gen_input: [],
        gen_target: [],
        hard_gen_input: [],
        hard_gen_target: [],
      },
    ]),
  );
  const fictional = await run('count', corpus, '--facts', passage);
  expect(fictional.printed).toMatch(/target found +1 of 1 [\s\S]*in one document +none/);
});

it('refuses malformed rows, or skips them and says where they are', async () => {
  const path = put('malformed.jsonl', '{"text":"George Rankin, politician"}\n{"txt":1}\n');
  expect(await run('count', path, '--facts', popQa)).toMatchObject({
    code: 2,
    printed: expect.stringContaining(`${path}, line 2`),
  });
  const { code, printed } = await run('count', path, '--facts', popQa, '--on-malformed', 'skip');
  expect(code).toBe(0);
  expect(printed).toMatch(/^Occurrences in 1 documents/);
  expect(printed).toContain(`skipped 1 malformed (text-absent), such as ${path}:2`);
});

it.each([
  ['no facts', [corpus], /facts/],
  ['facts that are a corpus', [corpus, '--facts', corpus], /this holds no facts/],
  ['absent facts', [corpus, '--facts', join(root, 'absent')], /no such file/],
  ['an absent corpus', [join(root, 'absent'), '--facts', popQa], /no such file/],
  ['an unknown option', [corpus, '--facts', popQa, '--bogus'], /bogus/],
  ['broken facts', [corpus, '--facts', put('broken.json', '[{"question": "')], /broken\.json/],
])('%s: one clear error, exit 2', async (_, options, message) => {
  const out = join(root, 'nothing.jsonl');
  const { code, printed } = await run('count', ...options, '--out', out);
  expect(code).toBe(2);
  expect(printed).toMatch(message);
  expect(printed).not.toMatch(/^ +at /m);
  expect(existsSync(out)).toBe(false);
});
