import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { answers, evaluation, readManifest, readRows, steps, trace } from '@lethe/contracts';
import { findNativeLibrary } from '@lethe/runtime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { copyWorkspace, shrinkExperiment, type Workspace } from './support/workspace-copy.js';

/** Three seeds of a small training, one after the other (`apart`) and as one program (`lockstep`). */
let workspace: Workspace;
const runs = ['s1', 's2', 's3'];
const env = { LETHE_BACKEND: 'tensorflow', LETHE_RESUME_SECONDS: '0' };
const out = (name: string, ...parts: string[]) => workspace.path('experiments', name, 'out/full', ...parts);

beforeAll(async () => {
  workspace = copyWorkspace();
  for (const [name, together] of Object.entries({ apart: true, lockstep: 'program' })) {
    workspace.writeSmallExperiment(name, (json) => {
      shrinkExperiment(json, 40);
      json.train.checkpoints = [15];
      json.train.evaluation = { every: 7, rows: 8 };
      json.probe = { generate: { maxTokens: 3 } };
      json.sweep = [{ label: 's', path: 'train.seed', values: [1, 2, 3], together }];
    });
  }
  await workspace.build();
});
afterAll(() => workspace?.remove());

const task = (name: string, target: string, options: Parameters<Workspace['lethe']>[1] = {}) =>
  workspace.lethe(['run-task', `experiments/${name}`, target], { env, ...options });

async function resultsOf(directory: string) {
  const files = ['checkpoints/step-000015/model.safetensors', 'checkpoints/step-000040/model.safetensors'];
  return {
    steps: (await readRows(directory, steps)).map(({ seconds: _, ...row }) => row),
    evaluations: await readRows(directory, evaluation),
    trace: await readRows(directory, trace),
    weights: files.map((file) => readFileSync(join(directory, file)).toString('base64')),
  };
}

const lossesOf = (rows: readonly { loss: number }[]) => rows.map(({ loss }) => loss);

const largest = (a: readonly number[], b: readonly number[]): number => {
  expect(a.length).toBe(b.length);
  return Math.max(...a.map((value, i) => Math.abs(value - b[i]!)));
};

describe.skipIf(!findNativeLibrary().found)('runs of a sweep that are one program', () => {
  beforeAll(async () => {
    for (const name of ['apart', 'lockstep']) {
      for (const target of ['data', 'train', 'probe']) {
        const { code, output } = await task(name, target);
        expect(code, output).toBe(0);
      }
    }
  });

  it.each(runs)('give %s the numbers that it has alone, and a manifest of its own', async (run) => {
    const [apart, lockstep] = [out('apart', 'train', run), out('lockstep', 'train', run)];
    expect(readManifest(lockstep)).toMatchObject({ stage: 'train', settings: { computed: 'in lockstep' } });
    const [own, shared] = [await resultsOf(apart), await resultsOf(lockstep)];
    expect(largest(lossesOf(own.steps), lossesOf(shared.steps))).toBeLessThan(1e-5);
    expect(largest(lossesOf(own.evaluations), lossesOf(shared.evaluations))).toBeLessThan(1e-5);
    const probed = ({ trace: rows }: typeof own) => rows.flatMap((row) => [...row.token_logprobs]);
    expect(largest(probed(own), probed(shared))).toBeLessThan(1e-4);
    const answered = async (name: string) =>
      (await readRows(out(name, 'probe', run), answers)).map(({ confidence: _, ...row }) => row);
    expect(await answered('lockstep')).toEqual(await answered('apart'));
  });

  it('differ from one another', async () => {
    const losses = await Promise.all(
      runs.map(async (run) => (await readRows(out('lockstep', 'train', run), steps)).at(-1)!.loss),
    );
    expect(new Set(losses).size).toBe(runs.length);
  });

  it('are up to date afterwards, and one that is made again by itself differs by rounding', async () => {
    const again = await task('lockstep', 'train');
    expect(again.output.match(/up to date/g)).toHaveLength(runs.length);
    const before = await resultsOf(out('lockstep', 'train/s2'));
    rmSync(out('lockstep', 'train/s2'), { recursive: true });
    const { code, output } = await task('lockstep', 'train');
    expect(code, output).toBe(0);
    expect(output.match(/up to date/g)).toHaveLength(runs.length - 1);
    const after = await resultsOf(out('lockstep', 'train/s2'));
    expect(largest(lossesOf(before.steps), lossesOf(after.steps))).toBeLessThan(1e-5);
  });

  it('go on where they were killed, and end with the same bytes', async () => {
    const remove = () => {
      for (const run of runs) rmSync(out('lockstep', 'train', run), { recursive: true });
    };
    remove();
    const whole = await task('lockstep', 'train');
    expect(whole.code, whole.output).toBe(0);
    const before = await Promise.all(runs.map((run) => resultsOf(out('lockstep', 'train', run))));
    remove();
    let resumed = 0;
    for (let kills = 0; ; kills++) {
      let under: NodeJS.Timeout | undefined;
      const { code, output } = await task('lockstep', 'train', {
        onOutput: (seen, child) => {
          if (under || kills >= 3 || !seen.includes('recorded')) return;
          under = setTimeout(() => child.kill('SIGKILL'), 300 + 100 * kills);
        },
      });
      clearTimeout(under);
      resumed += output.match(/resuming after update/g)?.length ?? 0;
      if (code === 0) break;
      expect(code, output).toBeNull();
    }
    expect(resumed).toBeGreaterThan(0);
    expect(await Promise.all(runs.map((run) => resultsOf(out('lockstep', 'train', run))))).toEqual(before);
  });

  it('end without the one that cannot be trained', async () => {
    workspace.writeSmallExperiment('broken', (json) => {
      shrinkExperiment(json, 40);
      json.sweep = [
        { label: 'lr', path: 'train.optimizer.learningRate', values: [0.001, 1e38], together: 'program' },
      ];
    });
    await task('broken', 'data');
    const { code, output } = await task('broken', 'train');
    expect(code, output).toBe(2);
    expect(output).toMatch(/train--lr1e\+38: failed: .*the loss is not finite/);
    expect(readManifest(out('broken', 'train/lr0.001')).stage).toBe('train');
  });
});
