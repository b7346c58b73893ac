import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { experimentContext } from '../../testing/experiment-context.js';
import { hypothesesAbout, writeSweep } from '../../testing/synthetic-sweep.js';
import { runDepthGaps } from './run-depth-gaps.js';

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'lethe-gaps-'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('gaps between depths', () => {
  it('are what the laws of a world make them', async () => {
    const setting = {
      facts: { duplication: 30, paraphrase: 30, control: 4 },
      noise: 0,
      laws: { duplication: { gain: 0.5, decay: 0.2 }, paraphrase: { gain: 0.05, decay: 0.2 } },
    };
    const runs = await writeSweep(join(root, 'depths'), 'c', { 1: setting }, [1]);
    const outcome = runDepthGaps({
      ...(await experimentContext(runs)).groups[0]!,
      needs: { drift: new Map() },
    });
    const [gap] = hypothesesAbout(outcome, 'F4');
    const [own, other] = gap!.detail!.match(/-?[\d.]+/g)!.map(Number);
    expect(gap!.estimate.point).toBeCloseTo(Math.abs(own!) - other! / 2, 2);
    // Semantic probes gain 0.7 as much as verbatim ones, of 0.5 and of 0.05.
    expect(other!).toBeGreaterThan(0.05);
    expect(Math.abs(own!)).toBeLessThan(0.03);
    // All depths lose the same share.
    for (const claim of ['F12', 'F12n'] as const) {
      const [same] = hypothesesAbout(outcome, claim);
      expect(same!.estimate.point).toBeCloseTo(0, 4);
    }
  });
});
