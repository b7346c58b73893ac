import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { GroupContext } from '../../analysis/contexts.js';
import { experimentContext } from '../../testing/experiment-context.js';
import { denseAfterInjections } from '../../testing/synthetic-experiment.js';
import { calmWorld, hypothesesAbout, writeSweep } from '../../testing/synthetic-sweep.js';
import { runRatchet } from '../ratchet/run-ratchet.js';
import { runSpacing } from './run-spacing.js';

const law = { gain: 0.4, decay: 0.4 };
let root: string;
let spaced: GroupContext;
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'lethe-spacing-'));
  const world = { ...calmWorld, count: 4, interval: 60, steps: 400 };
  const runs = await writeSweep(join(root, 'spaced'), 'c', {
    1: {
      ...world,
      facts: { s60: 4, s6: 4, s20: 4, control: 4 },
      intervals: { s6: 6, s20: 20 },
      laws: { s6: law, s20: law, s60: law },
      updates: denseAfterInjections(world, 4, 2),
    },
  });
  spaced = (await experimentContext(runs)).groups[0]!;
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

it('compares what is reached at the longest interval with the shortest, at every depth', () => {
  const found = hypothesesAbout(runSpacing(spaced), 'F22m');
  expect(found.map(({ subject }) => subject)).toEqual(calmWorld.depths.map((depth) => `s60 - s6, ${depth}`));
  for (const { detail, estimate, evidence } of found) {
    expect(detail).toBe('6, 20, 60 steps apart; differs: data.order.injection; seeds paired');
    expect(evidence).toMatchObject({ seeds: 2 });
    expect(estimate.point).toBeLessThan(-0.1);
  }
});

it('has the build-up of every interval told beside the main one', () => {
  const subjects = hypothesesAbout(runRatchet(spaced), 'F2b').map(({ subject }) => subject);
  const conditions = [spaced.main, ...['s20', 's6', 's60'].filter((name) => name !== spaced.main)];
  expect(subjects).toEqual(
    conditions.flatMap((condition) => calmWorld.depths.map((depth) => `${condition}, ${depth}`)),
  );
});

it('says nothing where intervals do not differ', async () => {
  const runs = await writeSweep(join(root, 'one'), 'c', { 1: {} }, [1]);
  const [group] = (await experimentContext(runs)).groups;
  expect(runSpacing(group!)).toBeUndefined();
  expect(hypothesesAbout(runRatchet(group!), 'F2b')).toEqual([]);
});
