import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { clusters, corpus, createRandom, readRows } from '@lethe/contracts';
import { temporaryDirectory } from '@lethe/contracts/testing';
import { byteTokens, toTokenizerJson } from '@lethe/tokenizers';
import { describe, expect, test } from 'vitest';
import { captureCommandLine } from '../testing/capture-command-line.js';

interface Document {
  id: string;
  text: string;
}

const dedup = (...argv: string[]) => captureCommandLine(['data', 'dedup', ...argv]);
const put = (directory: string, name: string, documents: readonly Document[]): string => {
  const path = join(directory, name);
  writeFileSync(path, documents.map((document) => `${JSON.stringify(document)}\n`).join(''));
  return path;
};
const paragraph = (i: number): string =>
  `Paragraph ${i} of this corpus is long enough to be compared, whatever is said in it.`;

describe('lethe data dedup', () => {
  const both = `${paragraph(3)}\n\n${paragraph(4)}`;
  test.each([
    ['exact', ['d d true'], both],
    ['line', ['d z true'], `${paragraph(3)}\n`],
    ['paragraph', ['d z true'], paragraph(3)],
  ])('%s: finds what was planted, also against another corpus', async (method, ofD, leftOfD) => {
    const directory = temporaryDirectory();
    const input = put(directory, 'a.jsonl', [
      { id: 'b', text: paragraph(1) },
      { id: 'a', text: paragraph(1) },
      { id: 'c', text: paragraph(2) },
      { id: 'd', text: both },
    ]);
    const against = put(directory, 'b.jsonl', [
      { id: 'x', text: paragraph(2) },
      { id: 'z', text: `${paragraph(4)}\n\nand more` },
    ]);
    const out = join(directory, 'out');
    const command = [input, '--method', method, '--against', against, '--drop', '--out', out];
    const { code, printed, logged } = await dedup(...command);
    expect([code, logged]).toEqual([0, '']);
    expect(printed).toContain('documents   4: 2 kept');
    const rows = await readRows(out, clusters);
    expect(rows.map(({ doc_id, cluster_id, kept }) => `${doc_id} ${cluster_id} ${kept}`)).toEqual([
      'b a false',
      'a a true',
      'c x false',
      ...ofD,
    ]);
    expect((await readRows(out, corpus)).map(({ id, text }) => [id, text])).toEqual([
      ['a', paragraph(1)],
      ['d', leftOfD],
    ]);
    expect(await dedup(...command)).toEqual({
      code: 0,
      printed,
      logged: `${out}: up to date, nothing was done\n`,
    });
    // Another content of the same size.
    put(directory, 'a.jsonl', [
      { id: 'b', text: paragraph(1) },
      { id: 'a', text: paragraph(1) },
      { id: 'c', text: paragraph(6) },
      { id: 'd', text: both },
    ]);
    expect(await dedup(...command)).toMatchObject({
      code: 2,
      logged: expect.stringContaining('the result of another'),
    });
  });

  test.each([
    ['exact', '--normalize', 'lowercase'],
    ['line', '--min-length', '10'],
    ['paragraph', '--normalize', 'words'],
  ])('%s: the order of documents and files makes no difference', async (method, ...options) => {
    const directory = temporaryDirectory();
    const random = createRandom(1, 'dedup-command');
    const documents = Array.from({ length: 120 }, (_, i): Document => {
      const lines = Array.from({ length: 1 + random.int(3) }, () => paragraph(random.int(40)));
      const text = lines.join(random.int(2) === 0 ? '\n' : '\n\n');
      return { id: `d${i}`, text: random.int(4) === 0 ? text.toUpperCase() : text };
    });
    const results: string[] = [];
    for (const [round, shards] of [1, 3, 7].entries()) {
      const folder = join(directory, `in${round}`);
      mkdirSync(folder);
      const shuffled = round === 0 ? documents : random.shuffle([...documents]);
      const files = Array.from({ length: shards }, (_, shard) =>
        put(
          folder,
          `${shard}.jsonl`,
          shuffled.filter((_, i) => i % shards === shard),
        ),
      );
      const out = join(directory, `out${round}`);
      const { code, logged } = await dedup(...files, '--method', method, '--drop', '--out', out, ...options);
      expect([code, logged]).toEqual([0, '']);
      const byId = (a: string, b: string): number => (a < b ? -1 : 1);
      const decided = (await readRows(out, clusters)).map((row) => JSON.stringify(row)).sort(byId);
      const left = (await readRows(out, corpus)).map(({ id, text }) => JSON.stringify([id, text])).sort(byId);
      results.push([...decided, ...left].join('\n'));
    }
    expect(results[0]).toContain('"kept":false');
    expect(results[1]).toBe(results[0]);
    expect(results[2]).toBe(results[0]);
  });

  test('names what is missing, and what the self-test has no use for', async () => {
    const cases: [string[], RegExp][] = [
      [['--method', 'exact', '--out', 'x'], /an input is missing/],
      [['x.jsonl', '--method', 'exact'], /--out is missing/],
      [['--self-test', '--method', 'line'], /--self-test needs method minhash/],
      [['--self-test', 'x.jsonl'], /takes no input/],
      [['--self-test', '--min-length', '5'], /--method minhash has no such option/],
    ];
    for (const [argv, message] of cases) {
      expect(await dedup(...argv)).toMatchObject({ code: 2, logged: expect.stringMatching(message) });
    }
  });

  test('minhash prints its curve, and its threads are no setting of the result', async () => {
    const directory = temporaryDirectory();
    const input = put(directory, 'a.jsonl', [
      { id: 'b', text: `${paragraph(1)} ${paragraph(2)} The end.` },
      { id: 'a', text: `${paragraph(1)} ${paragraph(2)} An end.` },
    ]);
    const out = join(directory, 'out');
    const command = [input, '--method', 'minhash', '--threshold', '0.7', '--out', out];
    const { code, printed, logged } = await dedup(...command, '--threads', '0');
    expect([code, logged]).toEqual([0, '']);
    expect(printed).toMatch(/^\d+ bands x \d+ rows, midpoint[^\n]*\nP\(match\) at Jaccard/);
    expect(printed).toContain('documents   2: 1 kept, 1 removed');
    expect((await dedup(...command, '--threads', '1')).logged).toContain('up to date');
    expect((await dedup(...command, '--seed', '2')).logged).toContain('the result of another');
  });

  test('substring cuts tokens of a tokenizer', async () => {
    const directory = temporaryDirectory();
    const shared = 'this run of words stands in both of the documents';
    const input = put(directory, 'a.jsonl', [
      { id: 'a', text: `First ${shared}.` },
      { id: 'b', text: `Then ${shared}!` },
    ]);
    const tokenizer = join(directory, 'tokenizer.json');
    writeFileSync(tokenizer, toTokenizerJson(byteTokens()));
    for (const [name, ...options] of [
      ['words', '--min-length', '8'],
      ['bytes', '--min-length', '40', '--unit', 'bytes'],
      ['tokens', '--min-length', '40', '--unit', 'tokens', '--tokenizer', tokenizer],
    ] as const) {
      const out = join(directory, name);
      const { code, logged } = await dedup(
        input,
        '--method',
        'substring',
        '--drop',
        '--out',
        out,
        ...options,
      );
      expect([code, logged]).toEqual([0, '']);
      const [first, second] = await readRows(out, corpus);
      expect(first!.text).toBe(`First ${shared}.`);
      expect(second!.text).toMatch(/^Then ?!$/);
    }
  });

  test('skips malformed rows when told, and says which', async () => {
    const directory = temporaryDirectory();
    const input = put(directory, 'a.jsonl', [{ id: 'a', text: 'x' }, { id: 'b' } as Document]);
    const command = [input, '--method', 'exact', '--out', join(directory, 'out')];
    expect(await dedup(...command)).toMatchObject({ code: 2, logged: expect.stringContaining('line 2') });
    expect(readdirSync(directory)).toEqual(['a.jsonl']);
    const { code, printed } = await dedup(...command, '--on-malformed', 'skip');
    expect([code, printed]).toEqual([0, expect.stringContaining(`skipped 1 malformed (text-absent)`)]);
  });

  test.each<[string[], RegExp]>([
    [['--method', 'fuzzy'], /Invalid values[\s\S]*"fuzzy"/],
    [['--method', 'exact', '--min-length', '5'], /--min-length: --method exact has no such option/],
    [['--method', 'line', '--min-length', '0'], /--min-length: [\s\S]*from 1 on[\s\S]*found: +0/],
    [['--method', 'line', '--min-length', 'many'], /--min-length: [\s\S]*not a number/],
    [['--method', 'exact', '--normalize', 'upper'], /Invalid values/],
    [['--method', 'exact', '--threads', '2'], /--threads: --method exact has no such option[\s\S]*minhash/],
    [['--method', 'substring', '--no-verify'], /--verify: --method substring has no such option/],
    [['--method', 'minhash', '--bands', '4'], /bands and rows are given together/],
    [['--method', 'minhash', '--threshold', '1.5'], /--threshold: [\s\S]*above 0 up to 1/],
    [['--method', 'minhash', '--ngram', 'x'], /--ngram: [\s\S]*not a number/],
    [['--method', 'minhash', '--shingle', 'byte'], /Invalid values/],
    [['--method', 'substring', '--unit', 'tokens'], /--tokenizer: [\s\S]*--unit tokens alone/],
    [['--method', 'substring', '--tokenizer', 'x.json'], /--tokenizer: [\s\S]*--unit words/],
    [['--method', 'substring', '--unit', 'tokens', '--tokenizer', '/no/x.json'], /\/no\/x\.json/],
    [
      ['--method', 'substring', '--min-length', '5', '--min-remaining', '6'],
      /--min-remaining: [\s\S]*1 to 5/,
    ],
    [['--method', 'substring', '--memory', '0'], /--memory: /],
    [['--method', 'substring', '--memory', '0.0000001'], /too large for one suffix array/],
    [['--method', 'minhash', '--self-test'], /--self-test does not take --out/],
    [['--method', 'exact', '--treshold', '0.8'], /Unknown argument: treshold/],
    [['--method', 'exact', '--against', '/no/such/file'], /\/no\/such\/file: there is no such file/],
    [['--method', 'exact', '--against'], /Not enough arguments following: against/],
    [[], /--method is missing/],
  ])('refuses %j', async (more, message) => {
    const directory = temporaryDirectory();
    const input = put(directory, 'a.jsonl', [{ id: 'a', text: 'x' }]);
    const out = join(directory, 'out');
    const { code, logged, printed } = await dedup(input, '--out', out, ...more);
    expect([code, logged, printed]).toEqual([2, expect.stringMatching(message), '']);
    expect(logged).not.toMatch(/^ +at /m);
    expect(existsSync(out)).toBe(false);
  });
});
