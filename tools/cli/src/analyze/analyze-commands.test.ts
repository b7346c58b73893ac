import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { order, readManifest, readRows, trace } from '@lethe/contracts';
import { temporaryDirectory } from '@lethe/contracts/testing';
import { describe, expect, test } from 'vitest';
import { captureCommandLine } from '../testing/capture-command-line.js';

/** Three steps in the layout of the published result JSON; loss of a probe at step `s`, nats: 5 + depth + s / 10. */
function publishedLog(): string {
  const keys = ['mem_target', 'gen_target', 'gen_hard_target'];
  const lists = (loss: number) => Array.from({ length: 130 }, () => Array<number>(5).fill(loss));
  const record = (step: number) =>
    Object.fromEntries([
      ['step', 900 + step],
      ...keys.map((key, depth) => [key, lists(5 + depth + step / 10)]),
    ]);
  return JSON.stringify([record(0), record(1), record(2)]);
}

const text = publishedLog();
const runIn = (directory: string, content: string, ...more: string[]) => {
  writeFileSync(join(directory, 'log.json'), content);
  return captureCommandLine([
    ...['analyze', 'import', join(directory, 'log.json'), '--out', join(directory, 'out')],
    ...more,
  ]);
};

describe('lethe analyze import', () => {
  test('makes directories of three stages and says how to analyze them', async () => {
    const directory = temporaryDirectory();
    const out = join(directory, 'out');
    // One value is missing, as where the published code divides by 0.
    const { code, printed } = await runIn(
      directory,
      text.replace('[5,', '[NaN,'),
      ...['--tokens-per-step', '4096', '--interval', '1', '--count', '2'],
    );
    expect(code).toBe(0);
    expect(printed).toContain('imported: 3 measurements of 1950 probes, 1 values missing\n');
    for (const stage of ['data', 'train', 'probe'] as const) {
      expect(readManifest(join(out, stage)).stage).toBe(stage);
      expect(printed).toContain(`--${stage} ${out}/${stage} `);
    }
    expect(readManifest(join(out, 'train')).config).toEqual({ interval: 1, count: 2, tokensPerStep: 4096 });
    const rows = await readRows(join(out, 'train'), trace);
    expect(rows.length).toBe(3 * 1950 - 1);
    const [a, b] = rows.find(({ step, probe_id }) => step === 1 && probe_id === 'gen_hard-0-0')!
      .token_logprobs as [number, number];
    expect((a + b) / 2).toBeCloseTo(-7.1, 12);
    // A second injection comes after one step, without the facts that are injected once.
    const injected = (await readRows(join(out, 'data'), order)).map(({ fact_ids }) => fact_ids.length);
    expect(injected).toEqual([120, 80]);
    expect(readdirSync(directory).sort()).toEqual(['log.json', 'out']);
  });

  test.each<[string, string, string[], RegExp]>([
    ['a truncated file', text.slice(0, 5000), [], /log\.json, byte 5000: [^\n]*truncated/],
    ['another layout', '[{"step": 1, "ppl_mem": [], "ppl_gen": []}]', [], /another layout[\s\S]*mem_target/],
    ['what is no JSON', 'version https://git-lfs.github.com/spec/v1\n', [], /not JSON/],
    ['an unknown option', text, ['--bogus'], /Unknown argument: bogus/],
    ['an interval of 0', text, ['--interval', '0'], /--interval: the value of this option is not valid/],
    ['a count that is no number', text, ['--count', 'x'], /--count: [\s\S]*not a number/],
    [
      'tokens of a fraction',
      text,
      ['--tokens-per-step', '0.5'],
      /--tokens-per-step: the value of this option is not valid/,
    ],
  ])('refuses %s and leaves nothing behind', async (_, content, more, message) => {
    const directory = temporaryDirectory();
    const { code, printed, logged } = await runIn(directory, content, ...more);
    expect(logged).toMatch(message);
    expect(logged).not.toMatch(/^\s+at /m);
    expect({ code, printed }).toEqual({ code: 2, printed: '' });
    expect(readdirSync(directory)).toEqual(['log.json']);
  });

  test.each([
    ['absent.json', 'there is no such file'],
    ['', 'this is not a file'],
  ])('refuses the path %j', async (name, message) => {
    const directory = temporaryDirectory();
    const file = join(directory, name);
    const { code, logged } = await captureCommandLine([
      ...['analyze', 'import', file, '--out', join(directory, 'out')],
    ]);
    expect(logged).toContain(`${file}: ${message}\n`);
    expect(logged).not.toMatch(/^\s+at /m);
    expect(code).toBe(2);
    expect(readdirSync(directory)).toEqual([]);
  });

  test('refuses an output directory that exists, and leaves it as it is', async () => {
    const directory = temporaryDirectory();
    mkdirSync(join(directory, 'out'));
    writeFileSync(join(directory, 'out', 'mine.txt'), 'mine');
    const { code, logged } = await runIn(directory, text);
    expect(logged).toMatch(/the output directory already exists/);
    expect(code).toBe(2);
    expect(readdirSync(directory).sort()).toEqual(['log.json', 'out']);
    expect(readdirSync(join(directory, 'out'))).toEqual(['mine.txt']);
  });
});
