import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { probes, readRows, trace, writeTable } from '@lethe/contracts';
import { initWeights, saveCheckpoint } from '@lethe/model';
import { compile, openBackend } from '@lethe/runtime';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createObserver } from './observer.js';
import { probeSpec } from './probe-options.js';
import { runProbe } from './run-probe.js';
import { trainedConfig } from './testing/tiny-trained-model.js';
import { world, writeTinyWorld } from './testing/tiny-world.js';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'lethe-observer-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** Plays a training of 8 steps in which some inject; the weights change once, with update 4. */
async function observe(options: unknown, until = 8, injections: Record<number, string[]> = { 3: ['Ana'] }) {
  writeTinyWorld(directory, 8, injections);
  const lines: string[] = [];
  const observer = createObserver(options);
  const training = {
    config: trainedConfig,
    data: directory,
    out: directory,
    steps: 8,
    log: (line: string) => void lines.push(line),
  };
  const programs = await observer.programs(training);
  const backend = await openBackend({ backend: 'wasm' });
  const module = await compile({ backend, state: initWeights(trainedConfig, 1), programs });
  let tokens = 0;
  const run: typeof module.run = (name, inputs) => {
    tokens += inputs.tokens!.length;
    return module.run(name, inputs);
  };
  await observer.start({ ...training, module: { run } });
  for (let updates = 0; updates <= until; updates++) {
    if (updates === 4) {
      const { values } = initWeights(trainedConfig, 2)['wte.weight']!;
      await module.writeState({ 'wte.weight': values });
    }
    await observer.afterStep(updates);
  }
  return { observer, module, lines, tokens };
}

it('measures the probes at the steps that matter, with the parameters of that moment', async () => {
  const { observer, module, lines, tokens } = await observe({
    window: 3,
    everyInWindow: 3,
    every: 2,
    perDecade: 1,
  });
  expect([tokens, observer.tokens()]).toEqual([6 * 6 * 8, 6 * 6 * 8]);
  // Each measurement can be read as soon as it is made.
  expect(await readRows(directory, trace, { growing: true })).toHaveLength(6 * 6);
  await observer.finish();
  await module.dispose();
  const rows = await readRows(directory, trace);
  const ids = world.map(({ subject }) => `${subject}-city`);
  expect(rows.map(({ step, probe_id }) => [step, probe_id])).toEqual(
    [0, 2, 3, 4, 6, 8].flatMap((step) => ids.map((id) => [step, id])),
  );
  const ana = rows.filter(({ probe_id }) => probe_id === 'Ana-city').map((row) => row.token_logprobs[0]);
  expect(new Set(ana).size).toBe(2);
  expect(ana[2]).toBe(ana[0]);
  expect(ana[3]).not.toBe(ana[2]);
  expect(lines).toEqual([
    expect.stringMatching(
      /^probe: 6 probes at 6 steps, those of the facts just injected at 0 more; 1 x 6 rows of 8 tokens, 56 % padding$/,
    ),
  ]);
});

it('measures around an injection only what it injected, and the same as with all other probes', async () => {
  const injections = { 4: ['Ana'], 5: ['Dea'], 6: ['Ben'] };
  const options = { window: 1, everyInWindow: 9, every: 9, perDecade: 1 };
  const { observer, module, tokens } = await observe(options, 8, injections);
  expect(observer.tokens()).toBe(tokens);
  await observer.finish();
  await module.dispose();
  const rows = await readRows(directory, trace);
  const measured = (step: number) => rows.filter((row) => row.step === step).map((row) => row.probe_id);
  // Before the first injection all probes, since those of the other facts are compared with it.
  expect(measured(4)).toEqual(world.map(({ subject }) => `${subject}-city`));
  expect(measured(5)).toEqual(['Ana-city', 'Dea-city']);
  expect(measured(6)).toEqual(['Ben-city', 'Dea-city']);
  expect(new Set(rows.map(({ step }) => step))).toEqual(new Set([0, 4, 5, 6, 7, 8]));
  // The weights are the same from update 4 on, so that every row must agree with those of all probes at the end.
  for (const row of rows.filter(({ step }) => step >= 4)) {
    const whole = rows.find(({ step, probe_id }) => step === 8 && probe_id === row.probe_id)!;
    expect(row.token_logprobs).toHaveLength(whole.token_logprobs.length);
    row.token_logprobs.forEach((value, i) => {
      expect(value).toBeCloseTo(whole.token_logprobs[i]!, 5);
    });
    expect([row.first_token_rank, row.greedy_match]).toEqual([whole.first_token_rank, whole.greedy_match]);
  }
});

it('measures every step when told so', async () => {
  const { observer, module } = await observe({ window: 8, everyInWindow: 1, every: 1 });
  await observer.finish();
  await module.dispose();
  const steps = (await readRows(directory, trace)).map(({ step }) => step);
  expect(steps).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8].flatMap((step) => Array(6).fill(step)));
});

it('writes the same rows as the stage does from checkpoints', async () => {
  const { observer, module } = await observe({ every: 100, window: 1 });
  await observer.finish();
  await module.dispose();
  const initial = initWeights(trainedConfig, 1);
  const final = { ...initial, 'wte.weight': initWeights(trainedConfig, 2)['wte.weight']! };
  const train = join(directory, 'train');
  mkdirSync(join(train, 'checkpoints'), { recursive: true });
  saveCheckpoint(join(train, 'checkpoints/step-0'), trainedConfig, initial);
  saveCheckpoint(join(train, 'checkpoints/step-8'), trainedConfig, final);
  const out = join(directory, 'probe');
  mkdirSync(out);
  const config = probeSpec.parse({ checkpoints: 'all', generate: null });
  const context = { out, log: () => {}, signal: new AbortController().signal };
  await runProbe({ config, data: directory, train, backend: 'wasm' }, context);
  const observed = (await readRows(directory, trace)).filter(({ step }) => step === 0 || step === 8);
  expect(observed).toHaveLength(12);
  expect(await readRows(out, trace)).toEqual(observed);
});

it('names probes without a token boundary, as the stage does', async () => {
  writeTinyWorld(directory, 8, {});
  const rows = await readRows(directory, probes);
  writeTable(
    directory,
    probes,
    rows.map((row, i) => ({ ...row, token_boundary: i !== 2 })),
  );
  const lines: string[] = [];
  const log = (line: string): void => void lines.push(line);
  const training = { config: trainedConfig, data: directory, out: directory, steps: 8, log };
  const observer = createObserver({});
  await observer.programs(training);
  expect(lines[0]).toMatch(/1 of 6 probes have no token boundary .* \(Cid-city\)$/);
  mkdirSync(join(directory, 'train'));
  const context = { out: join(directory, 'train'), log, signal: new AbortController().signal };
  const { summary } = await runProbe(
    { config: probeSpec.parse({}), data: directory, train: context.out, backend: 'wasm' },
    context,
  );
  expect(lines.filter((line) => line === lines[0])).toHaveLength(2);
  const said = { probes: 6, without_token_boundary: 1, without_token_boundary_first: ['Cid-city'] };
  expect(summary).toEqual({ probe: said });
  expect(observer.summary()).toEqual({ ...said, prompts_cut: 0 });
});

it('leaves a readable table when training stops early', async () => {
  const { observer, module } = await observe({}, 4);
  observer.abort();
  await module.dispose();
  expect(new Set((await readRows(directory, trace)).map(({ step }) => step))).toEqual(new Set([0, 3, 4]));
});

it('refuses options that it does not know', () => {
  expect(() => createObserver({ step: 4 })).toThrow(/not those of this observer/);
});
