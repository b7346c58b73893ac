import { cpSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { copyWorkspace, repository, type Workspace } from './support/workspace-copy.js';

/** The data stage and `lethe data batch` from outside. */
let workspace: Workspace;
const data = (...parts: string[]): string => join('scratch/data', ...parts);
const batch = (...args: string[]) => workspace.lethe(['data', 'batch', ...args]);

beforeAll(async () => {
  workspace = copyWorkspace();
  await workspace.build();
  mkdirSync(workspace.path('scratch'));
  cpSync(join(repository, 'experiments/quickstart'), workspace.path('experiments/quickstart'), {
    recursive: true,
    filter: (from) => !from.includes('/out'),
  });
  const experiment = ['--experiment', 'experiments/quickstart', '--profile', 'smoke'];
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
    [['--data', data(), '--step', 'ten'], /no such step[\s\S]*NaN/],
    [['--data', data(), '--step', '20', '--row', '8'], /no such row[\s\S]*0 to 7/],
    [['--data', 'scratch', '--step', '0'], /scratch/],
    [['--data', 'experiments/quickstart', '--step', '0'], /this stage is not finished/],
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

describe('lethe data', () => {
  it.each([
    ['reads the background', 'facts:'],
    ['tokenizes and packs', 'tokenizer:'],
  ])('is stopped by Ctrl-C while it %s, and nothing looks finished', async (name, line) => {
    workspace.editJson('experiments/quickstart/experiment.json', (json) => {
      json.data.background.documents = 40_000;
      json.data.tokenizer = { type: 'bytes' };
    });
    const out = workspace.path('scratch', name);
    let sent = false;
    const { code, stderr } = await workspace.lethe(
      ['data', '--experiment', 'experiments/quickstart', '--out', out],
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
