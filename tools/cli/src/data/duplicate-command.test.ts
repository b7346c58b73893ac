import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copies, corpus, readRows } from '@lethe/contracts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { captureCommandLine } from '../testing/capture-command-line.js';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'lethe-duplicate-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const put = (name: string, content: string): string => {
  const path = join(directory, name);
  writeFileSync(path, content);
  return path;
};
const texts = Array.from({ length: 20 }, (_, i) => ({
  id: `d${i}`,
  text: Array.from({ length: 60 }, (_, k) => `word${(7 * i + k) % 97}`).join(' '),
}));
const input = (): string => put('in.jsonl', texts.map((row) => `${JSON.stringify(row)}\n`).join(''));
const run = (...argv: string[]) => captureCommandLine(['data', 'duplicate', ...argv]);

describe('lethe data duplicate', () => {
  test("multiplies by Zipf's law and reports it", async () => {
    const out = join(directory, 'out');
    const law = ['--law', 'zipf', '--exponent', '1', '--total', '100', '--seed', '3'];
    const { code, printed } = await run(input(), '--out', out, ...law);
    expect(code).toBe(0);
    expect(printed).toMatch(/documents +20\n[\s\S]*copies in all +100\n[\s\S]*asked for +realised/);
    expect(await readRows(out, corpus)).toHaveLength(100);
    expect((await readRows(out, copies))[0]).toMatchObject({ copy: 0, form: 'original' });
    const report = JSON.parse(readFileSync(join(out, 'duplication.json'), 'utf8'));
    expect(report.statistics).toMatchObject({ documents: 20, copies: 100 });
  });

  test('makes near-duplicates', async () => {
    const out = join(directory, 'out');
    const near = ['--near', '0.7', '--shingle-size', '2', '--tolerance', '0.03', '--near-share', '0.5'];
    const { code, printed } = await run(input(), '--out', out, '--law', 'factor', '--factor', '3', ...near);
    expect(code).toBe(0);
    expect(printed).toMatch(/Near-duplicates at Jaccard 0.7, within 0.03/);
    const links = await readRows(out, copies);
    const similarities = links.flatMap(({ true_similarity }) => true_similarity ?? []);
    expect(similarities.length).toBeGreaterThan(5);
    expect(similarities.length).toBeLessThan(35);
    for (const similarity of similarities) expect(Math.abs(similarity - 0.7)).toBeLessThan(0.03);
  });

  test('reads a histogram and counts', async () => {
    const histogram = ['--law', 'histogram', '--histogram', '1:15, 4:5'];
    expect((await run(input(), '--out', join(directory, 'a'), ...histogram)).printed).toMatch(
      /copies in all +35\n/,
    );
    const counts = ['--law', 'counts', '--counts', put('counts.json', '{"d3": 9}'), '--otherwise', '0'];
    expect((await run(input(), '--out', join(directory, 'b'), ...counts)).printed).toMatch(
      /documents that stay +1\n/,
    );
  });

  test('makes a paraphrase set', async () => {
    const entry = {
      train_context: 'The fair is in Oslo.',
      ...{ mem_input: ['The fair is in'], mem_target: ['Oslo'] },
      ...{ gen_input: ['A fair is held in'], gen_target: ['Oslo'] },
      ...{ hard_gen_input: ['Its land is'], hard_gen_target: ['Norway'] },
      paraphrases: ['Oslo has the fair.'],
    };
    const out = join(directory, 'out');
    const path = put('fictional.json', JSON.stringify([entry]));
    expect((await run(path, '--out', out, '--law', 'per-wording', '--wordings')).code).toBe(0);
    const found = (await readRows(out, corpus)).map(({ text }) => text);
    expect(found).toEqual(['The fair is in Oslo.', 'Oslo has the fair.']);
  });

  test.each([
    [['--law', 'zipf'], /exponent/],
    [['--law', 'factor', '--factor', '2', '--exponent', '1'], /exponent/],
    [['--law', 'factor', '--factor', 'two'], /factor/],
    [['--law', 'poisson'], /Invalid values/],
    [['--law', 'histogram', '--histogram', '1-2'], /expected multiplicity:documents/],
    [['--law', 'histogram', '--histogram', '1:2,01:3'], /duplicate multiplicity/],
    [['--law', 'counts', '--counts', 'absent.json'], /counts cannot be read/],
    [['--law', 'per-wording'], /needs wordings/],
    [['--law', 'factor', '--factor', '2', '--tolerance', '0.1'], /--tolerance[\s\S]*--near/],
    [['--law', 'factor', '--factor', '2', '--near', '1.5'], /below 1/],
    [['--law', 'factor', '--factor', '2', '--near', '0.5', '--wordings'], /not both/],
    [['--law', 'factor', '--factor', '2', '--wordings'], /no other wordings/],
    [
      ['--law', 'factor', '--factor', '2', '--wordings', '--format', 'jsonl'],
      /--wordings the input is not a corpus/,
    ],
    [['--law', 'factor', '--factor', '2', '--seed', 'x'], /seed/],
    [['--law', 'factor', '--factor', '2', '--bogus'], /Unknown argument: bogus/],
    [[], /Missing required argument: law/],
  ])('refuses %j', async (more, message) => {
    const out = join(directory, 'out');
    const { code, printed, logged } = await run(input(), '--out', out, ...more);
    expect(logged).toMatch(message);
    expect({ code, printed }).toEqual({ code: 2, printed: '' });
    expect(logged).not.toMatch(/^\s+at /m);
    expect(existsSync(out)).toBe(false);
  });
});
