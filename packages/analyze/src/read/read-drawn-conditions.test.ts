import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dataContract, facts, order, probes, runStage, sequences, writeTable } from '@lethe/contracts';
import { afterAll, expect, it } from 'vitest';
import { drawnConditions } from './read-drawn-conditions.js';

const parent = mkdtempSync(join(tmpdir(), 'lethe-drawn-'));
afterAll(() => rmSync(parent, { recursive: true }));

async function stageOf(name: string, config: unknown): Promise<{ data: string }> {
  const data = join(parent, name);
  const producer = { name: 'test', version: '1', fingerprint: '' };
  await runStage(
    { stage: dataContract, out: data, producer, config, seed: 1, settings: {}, inputs: [] },
    async () => {
      writeTable(data, facts, []);
      writeTable(data, probes, []);
      writeTable(data, sequences, [], { listSize: 1 });
      writeTable(data, order, []);
    },
  );
  return { data };
}

it('has random steps where its own plan is a window, or the common one and it names no steps', async () => {
  const scenarios = { d: { count: 4 }, w: { window: [0, 0.5] }, s: { steps: [3] }, t: 'told' };
  const config = { data: { order: { injection: { window: [0, 1], count: 10, scenarios } } } };
  const drawn = drawnConditions(await stageOf('common', config));
  expect(['d', 'w', 's', 'once'].map(drawn)).toEqual([true, true, false, true]);
  const own = { data: { order: { injection: { start: 5, scenarios: { w: { window: [0, 1] }, d: {} } } } } };
  expect(['d', 'w', 'once'].map(drawnConditions(await stageOf('own', own)))).toEqual([false, true, false]);
});

it('is not where nothing is known', async () => {
  mkdirSync(join(parent, 'bare'));
  expect(drawnConditions({ data: join(parent, 'bare') })('d')).toBe(false);
  expect(drawnConditions(await stageOf('other', { tokens: 5 }))('d')).toBe(false);
});
