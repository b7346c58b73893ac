import { existsSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fakeWorkspace, smallExperiment } from './support/fake-stages.js';
import type { Workspace } from './support/workspace-copy.js';

/** The command line from outside: exit codes, messages, pipes and signals. */
let workspace: Workspace;
const experiment = ['--experiment', 'experiments/one'];
const env = (): Record<string, string> => ({ FAKE_STAGES_LOG: workspace.path('node_modules/log') });
const lethe = (...args: string[]) => workspace.lethe(args, { env: env() });

beforeAll(async () => {
  ({ workspace } = await fakeWorkspace());
  workspace.writeJson('experiments/one/experiment.json', smallExperiment());
  workspace.writeJson('experiments/swept/experiment.json', {
    ...smallExperiment(),
    sweep: [{ label: 's', path: 'train.seed', values: [1, 2] }],
  });
});
afterAll(() => workspace?.remove());

describe('lethe', () => {
  it('runs the stages one after the other, without Nx', async () => {
    for (const stage of ['data', 'train', 'probe', 'analyze']) {
      const { code, stderr, stdout } = await lethe(stage, ...experiment);
      expect(code, stderr).toBe(0);
      expect(stderr).toMatch(new RegExp(`^${stage}: started \\(one, full\\)\\n${stage}: finished in `, 'm'));
      expect(stdout).toBe(stage === 'analyze' ? 'runs: 1\n' : '');
    }
    expect((await lethe('train', ...experiment)).stderr).toBe('train: up to date\n');
    expect((await lethe('findings', 'experiments/one')).stdout).toBe('runs: 1\n');
  });

  it('runs all tasks of a sweep, or the one of a run', async () => {
    await lethe('data', '--experiment', 'experiments/swept');
    const one = await lethe('train', '--experiment', 'experiments/swept', '--run', 's2');
    expect(one.stderr).toMatch(/^train--s2: started[^\n]*\ntrain--s2: finished[^\n]*\n$/);
    const all = await lethe('train', '--experiment', 'experiments/swept');
    expect(all.stderr).toMatch(/train--s1: finished[\s\S]*train--s2: up to date/);
  });

  it('loses no output on a pipe, and bears one that closes early', async () => {
    const piped = await workspace.run('sh', ['-c', 'node tools/cli/bin/lethe.mjs schema | cat']);
    expect(JSON.parse(piped.stdout)).toMatchObject({
      type: 'object',
      required: ['title'],
    });
    const closed = await workspace.run('bash', [
      '-c',
      'set -o pipefail; node tools/cli/bin/lethe.mjs schema | head -c 1',
    ]);
    expect(closed).toMatchObject({ code: 0, stdout: '{', stderr: '' });
  });

  it('prints versions, help and the diagnosis', async () => {
    expect((await lethe('version')).stdout).toMatch(/^lethe \d+\.\d+\.\d+, Node v/);
    expect((await lethe('doctor')).stdout).toBe('no backends here\n');
    const help = await lethe('train', '--help');
    expect(help.code).toBe(0);
    for (const option of ['--experiment', '--profile', '--run', '--out', '--force', '--backend', '--data']) {
      expect(help.stdout).toContain(option);
    }
    expect((await lethe('data', '--help')).stdout).not.toContain('--backend');
  });
});

describe('mistakes on the command line', () => {
  it.each([
    [[], /^lethe: name a command\n {2}next: {5}npx lethe --help\n$/],
    [['trian'], /^lethe: (Did you mean train\?|Unknown argument: trian)/],
    [['train'], /^lethe: Missing required argument: experiment\n {2}next: {5}npx lethe train --help\n$/],
    [['train', ...experiment, '--bakend', 'wasm'], /Unknown argument: bakend/],
    [['train', ...experiment, '--backend', 'cuda'], /Invalid values:[\s\S]*Choices: "auto"/],
    [['data', ...experiment, '--backend', 'wasm'], /Unknown argument: backend/],
    [['train', '--experiment', 'experiments/none'], /there is no such experiment[\s\S]*next:/],
    [
      ['train', '--experiment', 'experiments/swept', '--run', 's9'],
      /--run: there is no such run[\s\S]*s1, s2/,
    ],
    [
      ['train', '--experiment', 'experiments/swept', '--out', 'x'],
      /--out names one directory[\s\S]*add --run/,
    ],
    [['run-task', 'experiments/one', 'train--s1'], /has no task "train--s1"[\s\S]*expected: data, train/],
    [['run-task', 'experiments/one', 'data', '--backend', 'wasm'], /--backend: stage data does not compute/],
    [['findings', 'experiments/one', '--profile', 'smoke'], /this stage has not run/],
  ] as [string[], RegExp][])('%j exit with 2 and one message', async (args, message) => {
    const { code, stdout, stderr } = await lethe(...args);
    expect(stderr).toMatch(message);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});

describe('mistakes in experiment.json', () => {
  it.each([
    ['that is no JSON', '{"title": }', /one\/experiment\.json: this file is not a JSON object/],
    ['with an unknown key', { ...smallExperiment(), modle: {} }, /Unrecognized key: "modle"/],
    ['with a wrong value', { ...smallExperiment(), model: { layers: 0 } }, /at model\.layers/],
  ])('%s exit with 2 and name the place', async (_what, content, message) => {
    const file = 'experiments/one/experiment.json';
    const before = workspace.read(file);
    workspace.write(file, typeof content === 'string' ? content : JSON.stringify(content));
    const { code, stderr } = await lethe('data', ...experiment);
    workspace.write(file, before);
    expect(stderr).toMatch(message);
    expect(code).toBe(2);
    expect(stderr).not.toMatch(/^\s+at .*\.js:/m);
  });
});

describe('a defect', () => {
  it('exits with 1, keeps the stack and asks for a report', async () => {
    // The fakes need the variable, which is left out here.
    const { code, stderr } = await workspace.lethe(['data', ...experiment, '--force']);
    expect(code).toBe(1);
    expect(stderr).toMatch(/TypeError[\s\S]*\n\s+at [\s\S]*This is a defect of Lethe\. Please report it/);
    expect(existsSync(workspace.path('experiments/one/out/full/data/manifest.json'))).toBe(false);
    expect((await lethe('data', ...experiment)).code).toBe(0);
  });
});

describe('signals', () => {
  const slow = (line: string): void =>
    workspace.writeJson('experiments/slow/experiment.json', {
      ...smallExperiment(),
      stages: { data: { command: line } },
    });
  const interrupt = (signal: NodeJS.Signals, times: number) => {
    let sent = 0;
    return workspace.lethe(['data', '--experiment', 'experiments/slow'], {
      env: env(),
      onOutput: (output, child) => {
        // The first when the command runs, the second when the first was heard.
        const due = output.includes('stopping') ? 2 : output.includes('running') ? 1 : 0;
        if (sent < Math.min(due, times)) {
          sent++;
          child.kill(signal);
        }
      },
    });
  };

  it('stop a stage: 130 for Ctrl-C, 143 for SIGTERM, nothing looks finished', async () => {
    slow('echo running; sleep 60');
    for (const [signal, code] of [
      ['SIGINT', 130],
      ['SIGTERM', 143],
    ] as const) {
      const result = await interrupt(signal, 1);
      expect(result.code, result.output).toBe(code);
      expect(result.stderr).toContain(`interrupted by ${signal}; the current work is unfinished`);
      expect(result.seconds).toBeLessThan(20);
      expect(existsSync(workspace.path('experiments/slow/out/full/data/manifest.json'))).toBe(false);
    }
  });

  it('stop at once the second time', async () => {
    writeFileSync(
      workspace.path('experiments/slow/deaf.mjs'),
      `process.on('SIGINT', () => {}); console.log('running'); setTimeout(() => {}, 60_000);`,
    );
    slow('exec node deaf.mjs');
    const result = await interrupt('SIGINT', 2);
    expect(result.code).toBe(130);
    expect(result.seconds).toBeLessThan(20);
  });
});
