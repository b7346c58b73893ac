import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createRandom, stageNames } from '@lethe/contracts';
import { identityOf, mayRun } from '@lethe/contracts/files';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contentOf, killedBefore, openStageLab, type StageLab } from './support/stage-lab.js';

/**
 * Starts stages twice into one directory, which now and then holds what a killed run left. More often:
 * `LETHE_DOUBLE_STARTS=50 npx vitest run --config e2e/vitest.config.ts double-starts` does so 50 times for each stage.
 */
const STARTS = Number(process.env.LETHE_DOUBLE_STARTS || 3);

let lab: StageLab;
beforeAll(async () => {
  lab = await openStageLab();
});
afterAll(() => lab?.remove());

describe.each(stageNames)('stage %s, started twice', (stage) => {
  it('is done by one, and the other says who is at work', { timeout: 3_600_000 }, async () => {
    const out = lab.workspace.path('twice', stage);
    const reference = await contentOf(lab.reference(stage));
    const random = createRandom(Date.now(), 'double starts');
    let refused = 0;
    for (let i = 0; i < STARTS; i++) {
      rmSync(out, { recursive: true, force: true });
      // Its lock is there to be taken over.
      if (i % 2 === 1) await lab.run(stage, out, killedBefore(12));
      const results = await Promise.all([
        lab.run(stage, out),
        sleep(i % 3 === 0 ? 0 : 400 * random.uniform()).then(() => lab.run(stage, out)),
      ]);
      const outputs = results.map(({ output }) => output);
      const told = outputs.join('\n---\n');
      expect(
        outputs.filter((output) => output.includes(`${stage}: finished in`)),
        told,
      ).toHaveLength(1);
      const other = results.find(({ output }) => !output.includes(`${stage}: finished in`))!;
      if (other.code === 0) expect(other.output).toContain(`${stage}: up to date`);
      else {
        expect(other.code, told).toBe(2);
        expect(other.stderr).toMatch(/another process is at work in this stage directory[\s\S]*next: /);
        refused++;
      }
      expect(await contentOf(out), told).toEqual(reference);
    }
    console.log(`${stage}: started twice ${STARTS} times, refused ${refused} times`);
  });
});

describe('a run of Nx that is killed', () => {
  it('takes its training with it, and the next one resumes', async () => {
    lab.workspace.editJson('experiments/tiny/experiment.json', (json) => {
      json.data.order.steps = 20_000;
    });
    const env = { LETHE_BACKEND: 'wasm', LETHE_RESUME_SECONDS: '0.1' };
    const out = lab.workspace.path('experiments/tiny/out/full/train');
    let pid: number | undefined;
    await lab.workspace.nx(['run', 'tiny:train', '--output-style=static'], {
      env,
      onStart: async (nx) => {
        const point = join(out, '.resume');
        while (!existsSync(point)) await sleep(50);
        pid = JSON.parse(readFileSync(join(out, '.lock'), 'utf8')).process as number;
        nx.kill('SIGKILL');
      },
    });
    const training = identityOf(pid!);
    await expect.poll(() => mayRun(training), { timeout: 20_000 }).toBe(false);
    expect(existsSync(join(out, 'manifest.json'))).toBe(false);
    const again = await lab.workspace.lethe(['train', '-e', 'experiments/tiny'], {
      env,
      onOutput: (output, child) => {
        if (output.includes('resuming after update')) child.kill('SIGINT');
      },
    });
    expect(again.output).toContain('resuming after update');
    expect(again.code).toBe(130);
  });
});
