import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createRandom, readRows, stageNames, steps } from '@lethe/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contentOf, countingCalls, killedBefore, openStageLab, type StageLab } from './support/stage-lab.js';

/**
 * Kills stages before calls that change the disk, the last ones and random ones, and runs them again. More of them:
 * `LETHE_KILLS=50 npx vitest run --config e2e/vitest.config.ts kills` kills each stage 50 times.
 */
const KILLS = Number(process.env.LETHE_KILLS || 4);

let lab: StageLab;
beforeAll(async () => {
  lab = await openStageLab();
});
afterAll(() => lab?.remove());

/** Which of so many calls to kill before: half of them the last ones, where results are finished. */
function chosenCalls(calls: number): number[] {
  const random = createRandom(Date.now(), 'kills');
  const last = Math.ceil(KILLS / 2);
  const stride = Math.max(1, Math.floor(Math.min(40, calls) / last));
  const atEnd = Array.from({ length: last }, (_, i) => calls - 1 - i * stride);
  const anywhere = Array.from({ length: KILLS - last }, () => random.int(calls));
  return [...atEnd, ...anywhere];
}

/** Rows of a steps table that may end in the middle of one. */
async function stepsIn(out: string): Promise<number> {
  const rows = await readRows(out, steps, { growing: true }).catch(() => []);
  return rows.length;
}

async function callsOf(run: (options: object) => Promise<{ code: number | null; output: string }>) {
  const file = lab.workspace.path('calls');
  const { code, output } = await run(countingCalls(file));
  expect(code, output).toBe(0);
  return Number(readFileSync(file, 'utf8'));
}

describe.each(stageNames)('stage %s, killed', (stage) => {
  it('ends with the same bytes, nothing beside them, and resumes where it can', {
    timeout: 3_600_000,
  }, async () => {
    const out = lab.workspace.path('killed', stage);
    const reference = await contentOf(lab.reference(stage));
    const calls = await callsOf((options) => lab.run(stage, out, options));
    expect(await contentOf(out)).toEqual(reference);
    let resumed = 0;
    for (const call of chosenCalls(calls)) {
      rmSync(out, { recursive: true });
      const killed = await lab.run(stage, out, killedBefore(call));
      // Writing in the background makes the number of calls vary a little.
      expect([null, 0], killed.output).toContain(killed.code);
      const left = existsSync(out) ? readdirSync(out) : [];
      const isFinished = left.includes('manifest.json');
      const points = left.includes('.resume') ? readdirSync(join(out, '.resume')) : [];
      const taken = stage === 'train' && !isFinished ? await stepsIn(out) : 0;
      const { code, output } = await lab.run(stage, out);
      const where = `killed before call ${call} of ${calls}, which left ${left.join(', ')}\n${output}`;
      expect(code, where).toBe(0);
      // A point is on the disk before the update after the next begins.
      if (taken > 2) expect(points, where).not.toEqual([]);
      if (isFinished) expect(output, where).toContain(`${stage}: up to date`);
      else if (points.some((name) => /^\d+$/.test(name))) {
        expect(output, where).toContain('resuming after update');
        resumed++;
      }
      expect(await contentOf(out), where).toEqual(reference);
    }
    console.log(`${stage}: killed before ${KILLS} of ${calls} calls, resumed ${resumed} times`);
    if (stage === 'train') expect(resumed).toBeGreaterThan(0);
  });
});

describe('lethe data dedup, killed', () => {
  it('leaves nothing beside its output when it has run again', { timeout: 3_600_000 }, async () => {
    const out = lab.workspace.path('dedup', 'out');
    const run = (options: object) =>
      lab.workspace.lethe(
        ['data', 'dedup', lab.reference('data'), '--method', 'minhash', '--out', out],
        options,
      );
    const calls = await callsOf(run);
    const reference = readdirSync(out).map((name) => [
      name,
      readFileSync(join(out, name)).toString('base64'),
    ]);
    let left = 0;
    for (const call of chosenCalls(calls)) {
      rmSync(out, { recursive: true, force: true });
      await run(killedBefore(call));
      if (readdirSync(dirname(out)).some((name) => name.endsWith('.tmp'))) left++;
      const { code, output } = await run({});
      expect(code, output).toBe(0);
      expect(readdirSync(dirname(out))).toEqual(['out']);
      expect(
        readdirSync(out).map((name) => [name, readFileSync(join(out, name)).toString('base64')]),
      ).toEqual(reference);
    }
    console.log(`dedup: killed before ${KILLS} of ${calls} calls, ${left} times with leftovers`);
  });
});
