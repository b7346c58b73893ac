import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { experimentContext } from '../../testing/experiment-context.js';
import { hypothesesAbout, lawsOf, writeCheckpoint, writeSweep } from '../../testing/synthetic-sweep.js';
import { runModelSize } from './run-model-size.js';

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'lethe-size-'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('claims about model size', () => {
  it('say that more parameters gain more', async () => {
    const setting = (width: number, gain: number) => ({
      laws: lawsOf(gain, 0.2),
      config: { model: { width } },
    });
    const runs = await writeSweep(join(root, 'size'), 'm', {
      large: setting(64, 0.6),
      small: setting(8, 0.4),
    });
    for (const { train, values } of runs) {
      writeCheckpoint(train, values.m === 'large' ? 5000 : 700);
    }
    const found = hypothesesAbout(await runModelSize(await experimentContext(runs)), 'F9');
    expect(found[0]!.subject).toBe('duplication, memorization, model size 5K - 700');
    expect(found).toHaveLength(6);
    for (const one of found) expect(one.estimate.point).toBeGreaterThan(0.03);
  });
});
