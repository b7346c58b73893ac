import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { LetheError } from '@lethe/contracts';
import { afterAll, describe, expect, test } from 'vitest';
import { testData } from '../../../testing/test-data.js';
import { type PopQaOptions, readPopQa } from './read-pop-qa.js';

const directory = mkdtempSync(join(tmpdir(), 'lethe-popqa-'));
afterAll(() => rmSync(directory, { recursive: true }));

const read = (name: string, content: string | Buffer, options?: PopQaOptions) => {
  const path = join(directory, name);
  writeFileSync(path, content);
  return readPopQa(path, options);
};
const line = (row: object): string => `${JSON.stringify(row)}\n`;
const quote = (cell: string): string => (/["\t\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
const table = (rows: (string | number)[][]): string =>
  rows.map((row) => `${row.map((cell) => quote(String(cell))).join('\t')}\n`).join('');

const jim = {
  subject: 'Jim',
  relation: 'occupation',
  object: 'actor',
  question: "What is Jim's occupation?",
  answers: ['actor', 'player'],
};

test('the three forms of a row give the same row', async () => {
  const columns = ['id', 'subj', 'prop', 'obj', 's_pop', 'o_pop', 'question', 'possible_answers'];
  const cells = [7, 'Jim', 'occupation', 'actor', 12, 340, jim.question, '["actor", "player"]'];
  const whole = { id: '7', ...jim, popularity: 12, objectPopularity: 340 };
  const tsv = await read('popQA.tsv', table([columns, cells]));
  expect(tsv).toEqual({ format: 'tsv', rows: [whole], skipped: [] });

  const metadata = { subj: 'Jim', prop: 'occupation', obj: 'actor', s_pop: 12, o_pop: 340 };
  const row = { id: '7', question: jim.question, golden_answers: ['actor', 'player'], metadata };
  expect((await read('rows.jsonl', line(row))).rows).toEqual([whole]);

  const short = { question: jim.question, answer: 'actor', aliases: ['actor', 'player'] };
  const bare = { id: 'popqa-0', ...jim, popularity: null, objectPopularity: null };
  expect((await read('rows.json', JSON.stringify([short]))).rows).toEqual([bare]);
  expect((await read('rows.json.gz', gzipSync(JSON.stringify([short])))).rows).toEqual([bare]);
});

test('ids are the digits of the file', async () => {
  const row = (id: string): string =>
    `{"id":${id},"question":"${jim.question}","answers":1,"aliases":["actor"],"s_pop":${id}}`;
  const ids = ['1161888007138312192', '1161888007138312193', '7'];
  for (const [name, text] of [
    ['rows.jsonl', ids.map(row).join('\n')],
    ['rows.json', `[${ids.map(row).join(',')}]`],
  ] as const) {
    const { rows } = await read(name, text);
    expect(rows.map(({ id }) => id)).toEqual(ids);
    expect(rows[2]!.popularity).toBe(7);
  }
  const wrong = '{"id":1161888007138312193}';
  await expect(read('rows.jsonl', wrong)).rejects.toThrow(/no-question/);
  const deep = `{"question":${'['.repeat(50_000)}${']'.repeat(50_000)}}`;
  await expect(read('rows.jsonl', deep)).rejects.toThrow(/no-question[\s\S]*nested deeply/);
  await expect(read('rows.jsonl', '[1161888007138312193]')).rejects.toThrow(
    /not-json[\s\S]*1161888007138312193/,
  );
});

test('the object is an answer, and no answer comes twice', async () => {
  const row = {
    question: 'What sport does Jim play?',
    answer: 'golf',
    aliases: ['Golf', 'golf', ' Golf', ''],
  };
  const [found] = (await read('rows.json', JSON.stringify([row]))).rows;
  expect(found!.answers).toEqual(['golf', 'Golf']);
});

describe('malformed rows', () => {
  const good = { question: 'What color is snow?', aliases: ['white'] };
  const bad = {
    'no-question': { aliases: ['white'] },
    'no-answers': { question: 'What color is snow?', aliases: [] },
    'unknown-relation': { question: 'How are you?', aliases: ['fine'] },
    'bad-popularity': { ...good, s_pop: 'many' },
    'not-json': [1],
  };

  for (const [kind, row] of Object.entries(bad)) {
    test(`${kind} is refused with its line, or skipped and counted`, async () => {
      const text = line(good) + line(row) + line(good);
      await expect(read('rows.jsonl', text)).rejects.toThrow(
        new RegExp(`rows.jsonl, line 2: this line is malformed \\(${kind}\\)`),
      );
      const { rows, skipped } = await read('rows.jsonl', text, { onMalformed: 'skip' });
      expect(rows.map(({ id }) => id)).toEqual(['popqa-0', 'popqa-2']);
      expect(skipped).toMatchObject([{ kind, count: 1, examples: [{ line: 2 }] }]);
    });
  }

  test('of a TSV: columns, quotes, answers that are no JSON', async () => {
    const text = [
      'question\tpossible_answers',
      'What color is snow?\t"[""white""]"',
      'What color is coal?\t"[""black""]"\tmore',
      'What color is gold?\tyellow',
      '"What color is tin?\tgrey',
      'What color is grass?\t"[""green""]"',
    ].join('\n');
    await expect(read('rows.tsv', text)).rejects.toThrow(/line 3: .*wrong-columns/);
    const { rows, skipped } = await read('rows.tsv', text, { onMalformed: 'skip' });
    expect(rows.map(({ object }) => object)).toEqual(['white', 'green']);
    expect(Object.fromEntries(skipped.map(({ kind, examples }) => [kind, examples[0]!.line]))).toEqual({
      'wrong-columns': 3,
      'no-answers': 4,
      'open-quote': 5,
    });
  });

  test('ids that come twice', async () => {
    const text = line({ ...good, id: 'a' }) + line({ ...good, id: 'a' });
    await expect(read('rows.jsonl', text)).rejects.toThrow(/line 2: .*duplicate-id/);
  });
});

test('files that are not PopQA are refused with what was found', async () => {
  const messages: [string, string, RegExp][] = [
    ['rows.csv', 'a', /does not show its format[\s\S]*\.csv/],
    ['rows.json', '{', /not JSON/],
    ['rows.json', '{}', /not a list of rows[\s\S]*object/],
    ['rows.json', '[]', /no row of PopQA/],
    ['rows.tsv', 'id\tname\n', /no columns of PopQA[\s\S]*id, name/],
  ];
  for (const [name, content, message] of messages) {
    const reading = read(name, content);
    await expect(reading).rejects.toThrow(message);
    await expect(reading).rejects.toThrow(LetheError);
  }
  await expect(readPopQa(join(directory, 'absent.tsv'))).rejects.toThrow(/not a file[\s\S]*nothing/);
});

const whole = testData('popqa/popqa_test.json');
const sample = testData('popqa/popqa_1000_full_columns.jsonl');

describe.skipIf(!existsSync(whole) || !existsSync(sample))('the published rows', () => {
  test('14,267 rows are read, three without a subject', async () => {
    const { rows, skipped } = await readPopQa(whole);
    expect(rows).toHaveLength(14_267);
    expect(skipped).toEqual([]);
    expect(rows.flatMap(({ subject }, i) => (subject === null ? [i] : []))).toEqual([9032, 12947, 13640]);
    expect(new Set(rows.map(({ relation }) => relation)).size).toBe(16);
  });

  test('the question gives the subject and relation that the columns have', async () => {
    const { rows } = await readPopQa(whole);
    for (const row of (await readPopQa(sample)).rows) {
      const same = rows[Number(row.id.replace('test_', ''))]!;
      const { subject, relation, question, answers } = same;
      expect({ subject, relation, question, answers: new Set(answers) }).toEqual({
        subject: row.subject,
        relation: row.relation,
        question: row.question,
        answers: new Set(row.answers),
      });
    }
  });

  test('the columns as TSV, quoted as pandas does, give the same rows', async () => {
    const records = readFileSync(sample, 'utf8')
      .trim()
      .split('\n')
      .map((text) => JSON.parse(text));
    const columns = Object.keys(records[0].metadata);
    const rows = records.map(({ id, metadata, question, golden_answers }) => [
      id,
      ...columns.map((name) => metadata[name]),
      question,
      JSON.stringify(golden_answers),
    ]);
    const tsv = table([['id', ...columns, 'question', 'possible_answers'], ...rows]);
    expect((await read('popQA.tsv', tsv)).rows).toEqual((await readPopQa(sample)).rows);
  });
});
