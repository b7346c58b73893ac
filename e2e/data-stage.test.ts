import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { copyWorkspace, type Workspace } from './support/workspace-copy.js';

/** The data stage and `lethe data batch` from outside. */
let workspace: Workspace;
const data = (...parts: string[]): string => join('scratch/data', ...parts);
const batch = (...args: string[]) => workspace.lethe(['data', 'batch', ...args]);

beforeAll(async () => {
  workspace = copyWorkspace();
  await workspace.build();
  mkdirSync(workspace.path('scratch'));
  workspace.writeSmallExperiment('small');
  const experiment = ['--experiment', 'experiments/small', '--profile', 'smoke'];
  const { code, output } = await workspace.lethe(['data', ...experiment, '--out', data()]);
  expect(code, output).toBe(0);
});
afterAll(() => workspace?.remove());

describe('lethe data batch', () => {
  it('prints what the model sees, injected texts marked', async () => {
    // Facts are injected from step 20 on, two at a time.
    const { code, stdout, stderr } = await batch('--data', data(), '--step', '20');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const [head, ...rows] = stdout.trimEnd().split(/\n\n(?=row )/);
    expect(head).toMatch(/^step 20 \(of 0 to 119\); 8 rows of 128 tokens; injected pieces: \d, tokens: \d+$/);
    expect(rows).toHaveLength(8);
    const injected = rows.filter((row) => row.includes('⟦'));
    expect(injected.length).toBeGreaterThan(0);
    for (const row of injected) {
      expect(row).toMatch(
        /^row \d: sequence \d+, prepend\n {2}0-\d+ +injected fact-\d+ \((duplication|paraphrase|once), text\), \d+ tokens\n {2}\d+-\d+ +background generated-\d+, /,
      );
      expect(row).toMatch(/\n {2}\| ⟦[A-Z][^⟧]+\.<\|endoftext\|>⟧/);
    }
    const plain = await batch('--data', data(), '--step', '0');
    expect(plain.stdout).toMatch(/; nothing injected\n\nrow 0: sequence \d+\n {2}0-/);
  });

  it('refuses tables that changed after their stage finished', async () => {
    const changed = workspace.path('scratch/changed');
    cpSync(workspace.path(data()), changed, { recursive: true });
    const bytes = readFileSync(join(changed, 'sequences.arrow'));
    bytes[bytes.length >> 1]! ^= 1;
    writeFileSync(join(changed, 'sequences.arrow'), bytes);
    const { code, stdout, stderr } = await batch('--data', 'scratch/changed', '--step', '20');
    expect(stderr).toMatch(/sequences\.arrow: this file changed after its stage finished[\s\S]*next:/);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });

  it('prints one row, and token ids', async () => {
    const { code, stdout } = await batch('--data', data(), '--step', '119', '--row', '7', '--tokens');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^step 119 .*, 1 shown; [^\n]*\n\nrow 7: /);
    const ids = stdout.match(/^ +(\d+(?: \d+)*)$/gm)!.flatMap((line) => line.trim().split(' '));
    expect(ids).toHaveLength(128);
  });

  it.each<[string[], RegExp]>([
    [
      ['--data', data(), '--step', '120'],
      /no such step\n {2}expected: a whole number from 0 to 119\n {2}found: {4}120/,
    ],
    [['--data', data(), '--step', '-1'], /no such step/],
    [['--data', data(), '--step', 'ten'], /--step: [\s\S]*not a number/],
    [['--data', data(), '--step', '20', '--row', '8'], /no such row[\s\S]*0 to 7/],
    [['--data', 'scratch', '--step', '0'], /scratch/],
    [['--data', 'experiments/small', '--step', '0'], /this stage is not finished/],
    [['--data', data(), '--step'], /Not enough arguments following: step/],
    [['--step', '0'], /Missing required argument: data/],
    [['--data', data(), '--step', '0', '--rows', '1'], /Unknown argument: rows/],
  ])('%j exits with 2 and one message', async (args, message) => {
    const { code, stdout, stderr } = await batch(...args);
    expect(stderr).toMatch(message);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});

describe('lethe data export and import-injections', () => {
  it('write a training for others, and read a published map', async () => {
    const exported = await workspace.lethe([
      ...['data', 'export', '--data', data(), '--format', 'olmo', '--out', 'scratch/olmo'],
    ]);
    expect(exported).toMatchObject({
      code: 0,
      stdout: 'olmo: 120 steps of 8 rows of 128 tokens, 122880 in all, uint16\n',
    });
    expect(readFileSync(workspace.path('scratch/olmo/part-00000.npy'))).toHaveLength(2 * 122_880);
    const map = 'packages/data/src/stage/pickle/testing/steps-4.pkl';
    const imported = await workspace.lethe(['data', 'import-injections', map, '--out', 'scratch/map.json']);
    expect(imported).toMatchObject({ code: 0, stdout: 'injections: 3 texts, 6 tokens at 3 steps\n' });
    expect(JSON.parse(readFileSync(workspace.path('scratch/map.json'), 'utf8'))['0']).toEqual([
      [1, 2, 50279],
      [7],
    ]);
  });

  it.each<[string[], RegExp]>([
    [['export', '--data', data(), '--format', 'olmo', '--out', data()], /already exists/],
    [['export', '--data', data(), '--format', 'onnx', '--out', 'x'], /Invalid values:[\s\S]*"megatron"/],
    [['export', '--data', 'scratch/none', '--format', 'olmo', '--out', 'x'], /has not run/],
    [
      ['export', '--data', data(), '--format', 'olmo', '--out', 'x', '--shard', '1'],
      /Unknown argument: shard/,
    ],
    [
      ['import-injections', 'packages/data/src/stage/pickle/testing/command.pkl', '--out', 'x'],
      /not allowed; nothing was executed[\s\S]*posix\.system/,
    ],
    [
      ['import-injections', 'packages/data/src/stage/pickle/testing/instances.pkl', '--out', 'x'],
      /older kind/,
    ],
    [['import-injections', 'none.pkl', '--out', 'x'], /none\.pkl: the injection map cannot be read/],
    [['import-injections', '--out', 'x'], /Not enough non-option arguments/],
  ])('%j exits with 2 and one message', async (args, message) => {
    const { code, stdout, stderr } = await workspace.lethe(['data', ...args]);
    expect(stderr).toMatch(message);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(existsSync(workspace.path('x'))).toBe(false);
  });
});

describe('lethe data tokenizer', () => {
  it('trains on a corpus, and shows what came out', async () => {
    const out = 'scratch/tokenizer.json';
    const trained = await workspace.lethe([
      ...['data', 'tokenizer', 'train', data(), '--vocab-size', '300', '--special', '<pad>', '--out', out],
    ]);
    expect(trained).toMatchObject({ code: 0, stdout: `${out}: 300 tokens, 42 merges\n` });
    const shown = await workspace.lethe(['data', 'tokenizer', 'show', out, '--text', '<pad>é']);
    expect(shown.stdout).toBe(
      [
        '300 tokens, end of text 298 "<|endoftext|>"',
        '3 tokens for 7 bytes; they decode to the text',
        '299  "<pad>"',
        '127  "\ufffd"',
        '102  "\ufffd"\n',
      ].join('\n'),
    );
  });

  it.each<[string[], RegExp]>([
    [[], /name a subcommand: train or show/],
    [['show', 'none.json'], /none\.json: the tokenizer cannot be read/],
    [['show', 'package.json'], /package\.json: this tokenizer cannot be read/],
    [['show', 'packages/data/README.md'], /README\.md: this tokenizer is not JSON/],
    [['show', 'none.json', '--txt', 'a'], /Unknown argument: txt/],
    [['train', 'README.md', '--vocab-size', '9', '--out', 'x'], /--vocab-size: [\s\S]*from 257[\s\S]*9/],
    [['train', 'none.txt', '--vocab-size', '300', '--out', 'x'], /none\.txt/],
    [['train', 'README.md', '--vocab-size', '300'], /Missing required argument: out/],
  ])('%j exits with 2 and one message', async (args, message) => {
    const { code, stdout, stderr } = await workspace.lethe(['data', 'tokenizer', ...args]);
    expect(stderr).toMatch(message);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(existsSync(workspace.path('x'))).toBe(false);
  });
});

describe('lethe data', () => {
  it.each([
    ['reads the background', 'facts:'],
    ['tokenizes and packs', 'tokenizer:'],
  ])('is stopped by Ctrl-C while it %s, and nothing looks finished', async (name, line) => {
    workspace.editJson('experiments/small/experiment.json', (json) => {
      json.data.background.documents = 40_000;
      json.data.tokenizer = { type: 'bytes' };
    });
    const out = workspace.path('scratch', name);
    let sent = false;
    const { code, stderr } = await workspace.lethe(
      ['data', '--experiment', 'experiments/small', '--out', out],
      {
        onOutput: (output, child) => {
          if (sent || !output.includes(line)) return;
          sent = true;
          setTimeout(() => child.kill('SIGINT'), 100);
        },
      },
    );
    expect(code, stderr).toBe(130);
    expect(existsSync(join(out, 'manifest.json'))).toBe(false);
    const files = readdirSync(out);
    expect(files).not.toContain('order.arrow');
    expect(files.filter((file) => file.endsWith('.tmp'))).toEqual([]);
  });
});

describe('a mixture of sources', () => {
  const part = (name: string, share: number, facts: object) => ({ source: 'world', name, share, facts });
  const mixed = (share: number): void =>
    workspace.writeSmallExperiment('mixed', (json) => {
      json.data.facts.scenarios.background = 40;
      json.data.facts.probed = { background: 5 };
      json.data.background = [
        part('persons', 0.9, { source: 'biographies', count: 200 }),
        part('passages', share, { source: 'generated', count: 10 }),
      ];
      delete json.smoke.data.background;
    });
  const stage = ['data', '--experiment', 'experiments/mixed', '--profile', 'smoke', '--out', 'scratch/mixed'];

  it('is described by what training sees of each', async () => {
    mixed(0.1);
    const { code, output } = await workspace.lethe(stage);
    expect(code, output).toBe(0);
    expect(output).toMatch(/background passages: 10\.00 % of the rows .*passes/);
    const { stdout } = await workspace.lethe(['data', 'describe', 'scratch/mixed']);
    expect(stdout).toMatch(/\n {2}passages +95 +\d+ +\d+\.\d\d +10\.00 % +10\.00 % /);
    expect(stdout).toMatch(/\n {2}background +40 +5 /);
  });

  it('is refused where shares do not add up', async () => {
    mixed(0.2);
    const { code, stderr } = await workspace.lethe(stage);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringMatching(/expected shares with sum 1, found 1\.1\n {2}→ at data\.background\n/),
    });
  });
});

describe('mistakes on the command line', () => {
  it.each<[string[], RegExp]>([
    [['read', 'x', '--out'], /following: out\n {2}next: {5}npx lethe data read --help\n$/],
    [['tokenizer', 'train'], /\n {2}next: {5}npx lethe data tokenizer train --help\n$/],
    [['raed'], /\n {2}next: {5}npx lethe data --help\n$/],
  ])('lethe data %j points to the help of the command', async (args, message) => {
    const { code, stdout, stderr } = await workspace.lethe(['data', ...args]);
    expect(stderr).toMatch(message);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });
});
