import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRandom, evaluation, readRows, steps, trace } from '@lethe/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { copyWorkspace, shrinkExperiment, type Workspace } from './support/workspace-copy.js';

/** The small experiment made smaller: 80 steps that take milliseconds, two checkpoints on the way, probes measured. */
let workspace: Workspace;
const out = (...parts: string[]): string => workspace.path('experiments/tiny/out', ...parts);
// A resume point after every update, so that kills fall into every kind of write.
const env = { LETHE_BACKEND: 'wasm', LETHE_RESUME_SECONDS: '0' };

beforeAll(async () => {
  workspace = copyWorkspace();
  workspace.writeSmallExperiment('tiny', (json) => {
    shrinkExperiment(json, 80);
    json.train.checkpoints = [20, 50];
    json.train.evaluation = { every: 7, rows: 8 };
  });
  await workspace.build();
  const data = await workspace.lethe(['data', '-e', 'experiments/tiny']);
  expect(data.code, data.output).toBe(0);
});
afterAll(() => workspace?.remove());

const train = (directory: string, options: Parameters<Workspace['lethe']>[1] = {}) =>
  workspace.lethe(['train', '-e', 'experiments/tiny', '--out', directory], { env, ...options });

async function resultOf(directory: string) {
  const rows = (await readRows(directory, steps)).map(({ seconds: _, ...row }) => row);
  const weights = ['000020', '000050', '000080'].map((step) =>
    readFileSync(join(directory, `checkpoints/step-${step}/model.safetensors`)).toString('base64'),
  );
  const evaluations = await readRows(directory, evaluation);
  return { rows, evaluations, trace: await readRows(directory, trace), weights };
}

describe('a training that is killed', () => {
  it('again and again, at random points, ends with the numbers of one that was not', async () => {
    let began = 0;
    const whole = await train(out('whole'), {
      onOutput: (output) => {
        if (began === 0 && output.includes('probes at')) began = performance.now();
      },
    });
    expect(whole.code, whole.output).toBe(0);
    const duration = performance.now() - began;
    const random = createRandom(Date.now(), 'kills');
    let kills = 0;
    let resumed = 0;
    for (;;) {
      let under: NodeJS.Timeout | undefined;
      const { code, output } = await train(out('killed'), {
        onOutput: (output, child) => {
          // Until it went on twice; where the machine is slow, the first kills may come before there is a resume point.
          if (under !== undefined || resumed >= 2 || kills >= 8 || !output.includes('probes at')) return;
          under = setTimeout(() => child.kill('SIGKILL'), 0.6 * duration * random.uniform());
        },
      });
      clearTimeout(under);
      if (output.includes('resuming after update')) resumed++;
      if (code === 0) break;
      expect(code, output).toBeNull();
      expect(existsSync(out('killed/manifest.json'))).toBe(false);
      kills++;
    }
    console.log(`killed ${kills} times, went on ${resumed} times`);
    expect(resumed).toBeGreaterThan(0);
    expect(await resultOf(out('killed'))).toEqual(await resultOf(out('whole')));
    expect(existsSync(out('killed/.resume'))).toBe(false);
  });

  it('by Ctrl-C goes on exactly where it was', async () => {
    const interrupted = await train(out('interrupted'), {
      env: { LETHE_BACKEND: 'wasm' },
      onOutput: (output, child) => {
        if (/probes at/.test(output)) setTimeout(() => child.kill('SIGINT'), 150);
      },
    });
    expect([130, 0]).toContain(interrupted.code);
    const again = await train(out('interrupted'));
    expect(again.code, again.output).toBe(0);
    if (interrupted.code === 130 && existsSync(out('interrupted/steps.arrows'))) {
      expect(interrupted.output).toContain('interrupted by SIGINT');
    }
    expect(await resultOf(out('interrupted'))).toEqual(await resultOf(out('whole')));
  });
});

describe('a full disk', () => {
  const disk = () => workspace.path('disk');
  const mount = (bytes: number): boolean => {
    mkdirSync(disk(), { recursive: true });
    return spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', disk()]).status === 0;
  };
  const unmount = () => spawnSync('umount', [disk()]);

  it('stops the training with one clear error; with room it goes on to the same numbers', async ({
    skip,
  }) => {
    if (!mount(2 ** 20)) skip('A FULL DISK IS NOT TESTED: this user may not mount a small file system');
    try {
      const filler = join(disk(), 'filler');
      // Enough for the first checkpoint or two and not for all.
      writeFileSync(filler, Buffer.alloc(2 ** 20 - 130_000));
      const full = await train(join(disk(), 'train'));
      expect(full.code, full.output).toBe(2);
      expect(full.stderr).toMatch(/the disk is full/);
      expect(full.stderr).not.toMatch(/\n\s+at /);
      rmSync(filler);
      const again = await train(join(disk(), 'train'));
      expect(again.code, again.output).toBe(0);
      expect(await resultOf(join(disk(), 'train'))).toEqual(await resultOf(out('whole')));
    } finally {
      unmount();
    }
  });
});
