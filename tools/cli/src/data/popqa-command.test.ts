import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { facts, probes, readRows } from '@lethe/contracts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { captureCommandLine } from '../testing/capture-command-line.js';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'lethe-popqa-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const put = (name: string, content: string): string => {
  const path = join(directory, name);
  writeFileSync(path, content);
  return path;
};
const question = (subject: string, answer: string) => ({
  question: `What color is ${subject}?`,
  aliases: [answer],
});
const rows = [question('snow', 'white'), question('coal', 'black'), question('coal', 'grey')];
const run = (...argv: string[]) => captureCommandLine(['data', 'popqa', ...argv]);

describe('lethe data popqa', () => {
  test('writes facts and probes', async () => {
    const out = join(directory, 'out');
    const more = ['--wordings', '2', '--train-fraction', '1', '--scenario', 'once', '--ambiguous', 'keep'];
    const { code, printed } = await run(put('a.json', JSON.stringify(rows)), '--out', out, ...more);
    expect({ code, printed }).toEqual({ code: 0, printed: `3 facts, 3 probes, 6 texts in ${out}\n` });
    expect((await readRows(out, facts)).map(({ scenario, variants }) => [scenario, variants.length])).toEqual(
      Array(3).fill(['once', 1]),
    );
    expect((await readRows(out, probes)).map(({ split }) => split)).toEqual(Array(3).fill('train'));
  });

  test('leaves ambiguous pairs out, and malformed rows where told', async () => {
    const path = put('a.json', JSON.stringify([...rows, { question: 'How are you?', aliases: ['fine'] }]));
    const out = join(directory, 'out');
    expect(await run(path, '--out', out)).toMatchObject({ code: 2, printed: '' });
    const { printed } = await run(path, '--out', out, '--on-malformed', 'skip');
    expect(printed).toMatch(/skipped 1 malformed \(unknown-relation\)[\s\S]*1 facts, 1 probes, 8 texts/);
  });

  test.each([
    [['--templates', '9'], /templates[\s\S]*1 to 8/],
    [['--wordings', 'x'], /wordings/],
    [['--train-fraction', '2'], /--train-fraction: [\s\S]*from 0 to 1/],
    [['--copies', '-1'], /copies/],
    [['--format', 'csv'], /Invalid values/],
    [['--tokenizer', 'absent.json'], /tokenizer cannot be read/],
    [['--bogus'], /Unknown argument: bogus/],
  ])('refuses %j', async (more, message) => {
    const out = join(directory, 'out');
    const { code, printed, logged } = await run(put('a.json', JSON.stringify(rows)), '--out', out, ...more);
    expect(logged).toMatch(message);
    expect({ code, printed }).toEqual({ code: 2, printed: '' });
    expect(logged).not.toMatch(/^\s+at /m);
    expect(existsSync(out)).toBe(false);
  });
});
