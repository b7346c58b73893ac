import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { experimentContext } from '../../testing/experiment-context.js';
import type { SyntheticWorld } from '../../testing/synthetic-experiment.js';
import { hypothesesAbout, lawsOf, writeSweep } from '../../testing/synthetic-sweep.js';
import { runTrainingStage } from './run-training-stage.js';

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'lethe-stage-'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('claims about the stage', () => {
  const setting = (step: number, law: SyntheticWorld['laws'], learningRate = 1e-3) => ({
    depths: ['memorization'],
    laws: law,
    learningRate,
    config: { train: { from: { checkpoint: `base/step-${String(step).padStart(6, '0')}` } } },
  });

  it('give growth per tenfold training, as a share of the earliest', async () => {
    const calm = (step: number, gain: number) => ({ ...setting(step, lawsOf(gain, 0.2)), noise: 0 });
    const stages = { 1: calm(100, 0.4), 2: calm(1000, 0.5), 3: calm(10_000, 0.6) };
    const runs = await writeSweep(join(root, 'stage'), 'c', stages, [1]);
    const outcome = await runTrainingStage(await experimentContext(runs));
    const [growth] = hypothesesAbout(outcome, 'F8');
    expect(growth!.subject).toBe('duplication, memorization, stage 10K - 100');
    // Gains of 0.4, 0.5, 0.6, whatever share of them is measured.
    expect(growth!.estimate.point).toBeCloseTo(0.25, 5);
    const [same] = hypothesesAbout(outcome, 'F14constant');
    expect(same!.estimate.point).toBeCloseTo(0, 5);
    expect(same!.detail).toContain('learning rates 0.00100 and 0.00100');
    expect(hypothesesAbout(outcome, 'F14')).toEqual([]);
    expect(hypothesesAbout(outcome, 'F21')).toHaveLength(2);
  });

  it('judge slower forgetting where the learning rate has fallen, not where it rose', async () => {
    const context = async (name: string, late: number) =>
      experimentContext(
        await writeSweep(
          join(root, name),
          'c',
          { 1: setting(100, lawsOf(0.5, 0.3)), 2: setting(1000, lawsOf(0.5, 0.2), late) },
          [1],
        ),
      );
    const outcome = await runTrainingStage(await context('fallen', 5e-4));
    const fallen = hypothesesAbout(outcome, 'F14');
    expect(fallen.map(({ subject }) => subject)).toEqual(['duplication, memorization, stage 1K - 100']);
    expect(fallen[0]!.estimate.point).toBeLessThan(-0.07);
    const risen = (await runTrainingStage(await context('risen', 2e-3)))!.hypotheses!;
    expect(risen).toContainEqual(expect.objectContaining({ omitted: 'F14' }));
  });

  it('find wandering retention further from its law', async () => {
    const [early, late] = [setting(100, lawsOf(0.5, 0.2)), setting(1000, lawsOf(0.5, 0.2))];
    const stages = { 1: { ...early, noise: 0.2 }, 2: late };
    const runs = await writeSweep(join(root, 'unstable'), 'c', stages, [1]);
    const found = hypothesesAbout(await runTrainingStage(await experimentContext(runs)), 'F21');
    expect(found).toHaveLength(2);
    for (const { estimate } of found) expect(estimate.point).toBeLessThan(-0.02);
  });
});
