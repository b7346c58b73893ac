import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { evaluation, RESUME_DIRECTORY, readRows, steps } from '@lethe/contracts';
import { loadCheckpoint, readSafetensors } from '@lethe/model';
import type { BackendName } from '@lethe/runtime';
import { describeBackends } from '@lethe/runtime/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { OPTIMIZER_FILE } from '../checkpoints/optimizer-file.js';
import { runTrain } from '../run-train.js';
import { readEvents } from '../testing/read-events.js';
import { writeTinyData } from '../testing/tiny-data.js';
import { type TinyTrain, tinyContext, tinyOptions } from '../testing/tiny-training.js';
import { readResumePoint } from './resume-point.js';
import { resumeSeconds } from './resume-writer.js';

let parent: string;
let data: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'lethe-resume-'));
  data = join(parent, 'data');
  mkdirSync(data);
  writeTinyData(data, { steps: 12, batchSize: 2, sequenceLength: 8, vocabSize: 16, evaluationRows: 3 });
  writeFileSync(join(parent, 'stopping.mjs'), STOPPING_OBSERVER);
  vi.stubEnv('LETHE_RESUME_SECONDS', '0');
  vi.spyOn(process, 'cwd').mockReturnValue(parent);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  rmSync(parent, { recursive: true, force: true });
});

/** Notes the updates that it saw, fails where a file asks for it, and resumes from what it had noted. */
const STOPPING_OBSERVER = `
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
export function createObserver({ stopFile, forgetful }) {
  let path;
  const notes = () => (existsSync(path) ? readFileSync(path, 'utf8') : '');
  const observer = {
    name: 'stopping',
    async programs() { return {}; },
    async start({ out, resumeAt }) {
      path = out + '/notes';
      if (resumeAt !== undefined) writeFileSync(path, notes().slice(0, resumeAt));
    },
    async afterStep(updates) {
      appendFileSync(path, updates + ' ');
      if (existsSync(stopFile) && Number(readFileSync(stopFile, 'utf8')) === updates) throw new Error('stopped here');
    },
    async finish() {},
  };
  return forgetful ? observer : { ...observer, position: () => notes().length };
}
`;

/** Trains into a directory of this name; where `stopAt` is given, until the observer fails after that update. */
async function train(
  name: string,
  backend: BackendName,
  options: { stopAt?: number; resumed?: boolean; forgetful?: boolean; from?: TinyTrain['from'] } = {},
) {
  const stopFile = join(parent, 'stop');
  rmSync(stopFile, { force: true });
  if (options.stopAt !== undefined) writeFileSync(stopFile, String(options.stopAt));
  const context = existsSync(join(parent, name))
    ? { ...tinyContext(parent, `${name}-again-${Math.random()}`), out: join(parent, name) }
    : tinyContext(parent, name);
  const observer = { module: './stopping.mjs', options: { stopFile, forgetful: options.forgetful ?? false } };
  const base = tinyOptions(data, {
    checkpoints: { at: [4], optimizer: true },
    observers: [observer],
    tensorboard: true,
    evaluation: { every: 5, rows: 64 },
    schedule: { shape: 'linear' },
    from: options.from,
  });
  if (options.from) delete base.config.model;
  const running = runTrain({ ...base, backend }, { ...context, resumed: options.resumed ?? false });
  if (options.stopAt === undefined) await running;
  else await expect(running).rejects.toThrow('stopped here');
  return context;
}

async function resultOf(name: string) {
  const out = join(parent, name);
  const rows = (await readRows(out, steps)).map(({ seconds: _, ...row }) => row);
  const evaluations = await readRows(out, evaluation);
  const weights = ['000004', '000012'].flatMap((step) => {
    const directory = join(out, `checkpoints/step-${step}`);
    return [loadCheckpoint(directory).weights, readSafetensors(join(directory, OPTIMIZER_FILE))];
  });
  const events = readEvents(out).map(({ step, scalars }) => ({ step, scalars }));
  return {
    rows,
    evaluations,
    weights,
    events,
    notes: readFileSync(join(out, 'notes'), 'utf8'),
    files: readdirSync(out),
  };
}

describeBackends('a training that was interrupted', (backend) => {
  it('goes on to the same losses and weights, bit for bit', async () => {
    await train('whole', backend);
    await train('broken', backend, { stopAt: 3 });
    expect(readResumePoint(join(parent, 'broken'))!.updates).toBe(2);
    await train('broken', backend, { stopAt: 9, resumed: true });
    const context = await train('broken', backend, { resumed: true });
    expect(context.lines.join('\n')).toContain('resuming after update 8');
    expect(await resultOf('broken')).toEqual(await resultOf('whole'));
  });
});

describe('resume points', () => {
  it('hold what a training has taken over from a checkpoint', async () => {
    await train('origin', 'wasm');
    const from = { checkpoint: join(parent, 'origin/checkpoints/step-000004'), optimizer: 'keep' } as const;
    await train('whole', 'wasm', { from });
    await train('broken', 'wasm', { from, stopAt: 6 });
    await train('broken', 'wasm', { from, resumed: true });
    expect(await resultOf('broken')).toEqual(await resultOf('whole'));
    // 12 updates after 4 others: the line ends at the sixteenth.
    expect((await resultOf('whole')).rows[0]!.learning_rate).toBeCloseTo(0.01 * (1 - (0.9 * 4) / 15), 8);
  });

  it('survive what was half-written beside them', async () => {
    await train('whole', 'wasm');
    await train('broken', 'wasm', { stopAt: 6 });
    const out = join(parent, 'broken');
    // As after kill -9: a resume point and a checkpoint under way, and more in the tables than the point knows of.
    mkdirSync(join(out, RESUME_DIRECTORY, '000000009.tmp'));
    mkdirSync(join(out, 'checkpoints', '.step-000007.tmp'), { recursive: true });
    appendFileSync(join(out, 'steps.arrows'), 'half a batch');
    appendFileSync(join(out, 'notes'), '7 8');
    await train('broken', 'wasm', { resumed: true });
    expect(await resultOf('broken')).toEqual(await resultOf('whole'));
    expect(readdirSync(join(out, 'checkpoints'))).toEqual(['step-000004', 'step-000012']);
  });

  it('that cannot be used are said, and training starts over', async () => {
    await train('whole', 'wasm');
    await train('broken', 'wasm', { stopAt: 6 });
    const path = join(parent, 'broken', RESUME_DIRECTORY, '000000005/position.json');
    const json = JSON.parse(readFileSync(path, 'utf8'));
    writeFileSync(path, JSON.stringify({ ...json, backend: 'abacus' }));
    const context = await train('broken', 'wasm', { resumed: true });
    expect(context.lines.join('\n')).toContain('starting over: training began on abacus, not on wasm');
    expect(await resultOf('broken')).toEqual(await resultOf('whole'));
  });

  it('are not written where an observer cannot be resumed', async () => {
    await train('broken', 'wasm', { stopAt: 6, forgetful: true });
    expect(readResumePoint(join(parent, 'broken'))).toBeUndefined();
    const context = await train('broken', 'wasm', { resumed: true, forgetful: true });
    expect(context.lines.join('\n')).toContain('starting over: training was interrupted before');
    expect((await resultOf('broken')).rows).toHaveLength(12);
  });

  it('that are broken are an error', async () => {
    await train('broken', 'wasm', { stopAt: 6 });
    const point = join(parent, 'broken', RESUME_DIRECTORY, '000000005');
    truncateSync(join(point, 'state.safetensors'), 100);
    await expect(train('broken', 'wasm', { resumed: true })).rejects.toThrow(/cannot be read[\s\S]*--force/);
  });

  it('are written as often as the environment says', () => {
    expect(resumeSeconds({})).toBe(60);
    expect(resumeSeconds({ LETHE_RESUME_SECONDS: '2.5' })).toBe(2.5);
    expect(resumeSeconds({ LETHE_RESUME_SECONDS: 'off' })).toBeNull();
    expect(() => resumeSeconds({ LETHE_RESUME_SECONDS: 'often' })).toThrow(
      /LETHE_RESUME_SECONDS[\s\S]*often/,
    );
  });
});
