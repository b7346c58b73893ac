import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CommandResult } from './support/run-command.js';
import { copyWorkspace, shrinkExperiment, type Workspace } from './support/workspace-copy.js';

/** What the operating system refuses is told as a mistake of the user: what, where, what next, and no stack. */
let workspace: Workspace;
const stages = ['data', 'train', 'probe', 'analyze'] as const;
const env = { LETHE_BACKEND: 'wasm' };
const NOBODY = 65534;
const isRoot = process.getuid?.() === 0;

beforeAll(async () => {
  workspace = copyWorkspace();
  workspace.writeSmallExperiment('tiny', (json) => shrinkExperiment(json, 30));
  await workspace.build();
  for (const stage of stages) {
    const { code, output } = await workspace.lethe([stage, '-e', 'experiments/tiny'], { env });
    expect(code, output).toBe(0);
  }
  // Root may do everything, so that the commands run as somebody else.
  chmodSync(workspace.root, 0o755);
});
afterAll(() => workspace?.remove());

const lethe = (...args: string[]) => workspace.lethe([...args, '-e', 'experiments/tiny'], { env });
/** As a user to whom nothing belongs, where this one may become that. */
const letheOfNobody = (...args: string[]) => {
  const command = [process.execPath, 'tools/cli/bin/lethe.mjs', ...args, '-e', 'experiments/tiny'];
  if (!isRoot) return workspace.run(command[0]!, command.slice(1), { env });
  const options = [`--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups'];
  return workspace.run('setpriv', [...options, ...command], { env });
};

function refused({ code, stderr, output }: CommandResult, message: RegExp): void {
  expect(stderr).toMatch(message);
  expect(stderr).toMatch(/^ {2}next: /m);
  expect(stderr).not.toMatch(/defect of Lethe|^\s+at /m);
  expect(code, output).toBe(2);
}

describe.each(stages)('stage %s', (stage) => {
  it('names an output directory that is a file, or lies below one', async () => {
    writeFileSync(workspace.path('file'), '');
    refused(await lethe(stage, '--out', workspace.path('file')), /file: the output directory is a file/);
    const below = workspace.path('file/deeper');
    refused(await lethe(stage, '--out', below), /file\/deeper: a part of this path is a file/);
  });

  it('names an output directory that is closed to this user', async () => {
    const closed = workspace.path('closed');
    mkdirSync(closed, { recursive: true });
    chmodSync(closed, 0o500);
    refused(await letheOfNobody(stage, '--out', join(closed, 'out')), /closed\/out: .*permission/);
  });

  it('names a file system that can only be read', async ({ skip }) => {
    const disk = workspace.path('disk');
    mkdirSync(disk, { recursive: true });
    if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m,ro', 'tmpfs', disk]).status !== 0) {
      skip('A READ-ONLY FILE SYSTEM IS NOT TESTED: this user may not mount one');
    }
    try {
      refused(await lethe(stage, '--out', join(disk, 'out')), /disk\/out: this file system can only be read/);
    } finally {
      spawnSync('umount', [disk]);
    }
  });
});

it('an input without permission is no broken input', async () => {
  const data = workspace.path('experiments/tiny/out/full/data/sequences.arrow');
  expect(existsSync(data)).toBe(true);
  chmodSync(data, 0);
  try {
    const train = await letheOfNobody('train', '--out', workspace.path('elsewhere'));
    refused(train, /sequences\.arrow: this user lacks the permission/);
  } finally {
    chmodSync(data, 0o644);
  }
});

it('says how many files it must be able to open', async () => {
  const script = 'ulimit -n 32; exec "$@"';
  const command = [process.execPath, 'tools/cli/bin/lethe.mjs', 'train', '-e', 'experiments/tiny'];
  const result = await workspace.run('sh', ['-c', script, 'sh', ...command], { env });
  refused(result, /too few files may be open at a time[\s\S]*ulimit -n/);
});
