import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunDirectories } from '@lethe/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { experimentContext } from '../../testing/experiment-context.js';
import type { SyntheticWorld } from '../../testing/synthetic-experiment.js';
import { calmWorld, hypothesesAbout, lawsOf, writeSweep } from '../../testing/synthetic-sweep.js';
import { runModelSize } from '../model-size/run-model-size.js';
import { runTrainingStage } from '../training-stage/run-training-stage.js';
import { runBatchSize } from './run-batch-size.js';

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'lethe-batch-'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('claims about batch size', () => {
  let runs: RunDirectories[];
  beforeAll(async () => {
    const setting = (batchSize: number, law: SyntheticWorld['laws']) => ({
      laws: law,
      config: { data: { order: { batchSize } } },
    });
    runs = await writeSweep(join(root, 'batch'), 'b', {
      x: setting(32, lawsOf(0.3, 0.15)),
      y: setting(8, lawsOf(0.5, 0.3)),
    });
  });

  it('compare the largest batch with the smallest, paired, at every condition and depth', async () => {
    const outcome = await runBatchSize(await experimentContext(runs));
    const slower = hypothesesAbout(outcome, 'F17');
    expect(slower.map(({ subject }) => subject)).toEqual(
      ['duplication', 'paraphrase'].flatMap((condition) =>
        calmWorld.depths.map((depth) => `${condition}, ${depth}, batch size 32 - 8`),
      ),
    );
    for (const one of slower) {
      expect(one.detail).toBe('differs: data.order.batchSize; seeds and facts paired');
      expect(one.evidence).toEqual({ seeds: 2, facts: 8 });
    }
    // Noise is a hundredth of a nat.
    const verbatim = slower.filter(({ subject }) => subject.includes('memorization'));
    for (const { estimate } of verbatim) expect(estimate.point).toBeLessThan(-0.1);
    for (const claim of ['F17n', 'F20'] as const) {
      for (const { estimate } of hypothesesAbout(outcome, claim)) expect(estimate.point).toBeLessThan(0);
      expect(hypothesesAbout(outcome, claim)).toHaveLength(6);
    }
    const [lead] = hypothesesAbout(outcome, 'F20');
    expect(lead!.estimate.point).toBeLessThan(-0.05);
  });

  it('compare times until nothing is left in steps and in tokens, and depths in them', async () => {
    const outcome = await runBatchSize(await experimentContext(runs));
    const [tokens, steps] = (['F18', 'F18s'] as const).map((claim) => hypothesesAbout(outcome, claim));
    expect(tokens).toHaveLength(6);
    // Both trainings see as many tokens a step.
    tokens!.forEach(({ estimate }, i) => {
      expect(estimate.point).toBeGreaterThan(1);
      expect(estimate.point).toBeCloseTo(steps![i]!.estimate.point, 9);
    });
    const [duplication] = hypothesesAbout(outcome, 'F19');
    expect(duplication!.subject).toBe('duplication, batch size 32 - 8');
    expect(duplication!.estimate.point).toBeCloseTo(
      tokens![2]!.estimate.point - tokens![0]!.estimate.point,
      9,
    );
  });

  it('are not judged where controls move, but for those net of controls, nor where nothing is ever lost', async () => {
    const setting = (batchSize: number) => ({
      laws: lawsOf(0.5, 0.2),
      drift: 2,
      config: { data: { order: { batchSize } } },
    });
    const runs = await writeSweep(join(root, 'drift'), 'b', { x: setting(32), y: setting(8) }, [1]);
    const outcome = await runBatchSize(await experimentContext(runs));
    for (const { unjudged } of hypothesesAbout(outcome, 'F17')) expect(unjudged).toMatch(/^controls move by/);
    for (const claim of ['F17n', 'F20'] as const) {
      for (const { unjudged } of hypothesesAbout(outcome, claim)) expect(unjudged).toBeUndefined();
    }
    // Probes rise after their last encounter: the line never comes down.
    expect(hypothesesAbout(outcome, 'F18')).toEqual([]);
    const omitted = outcome!.hypotheses!.filter((one) => 'omitted' in one);
    expect(omitted).toContainEqual({
      omitted: 'F18 of duplication, composition',
      why: expect.stringContaining('no two settings of batch size'),
      withheld: { claim: 'F18', evidence: { seeds: 1, facts: 4 } },
    });
    expect(omitted.map((one) => one.omitted)).toContain('F19 of duplication');
  });

  it('are left to a note where learning rates differ too, and silent where no batch does', async () => {
    const setting = (batchSize: number) => ({
      config: { data: { order: { batchSize } }, train: { optimizer: { learningRate: batchSize } } },
    });
    const both = await writeSweep(join(root, 'confounded'), 'b', { x: setting(32), y: setting(8) }, [1]);
    expect((await runBatchSize(await experimentContext(both)))!.hypotheses).toEqual([
      { omitted: 'F17 to F20', why: 'batches differ together with train.optimizer.learningRate' },
    ]);
    expect(await runModelSize(await experimentContext(runs))).toBeUndefined();
    expect(await runTrainingStage(await experimentContext(runs))).toBeUndefined();
  });
});
