import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { answers, probes, readRows, trace, verifyOutputs, writeTable } from '@lethe/contracts';
import { initWeights, saveCheckpoint, type Weights } from '@lethe/model';
import { describeBackends } from '@lethe/runtime/testing';
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { probeStage } from './declaration.js';
import { type ProbeSpec, probeSpec } from './probe-options.js';
import { runProbe } from './run-probe.js';
import { trainedConfig, trainTinyModel } from './testing/tiny-trained-model.js';
import { expectedErrors, world, writeTinyWorld } from './testing/tiny-world.js';

let trained: Weights;
beforeAll(async () => {
  trained = await trainTinyModel();
}, 120_000);

let parent: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'lethe-probe-'));
  writeTinyWorld(join(parent, 'data'), 4, { 2: ['Ana'] });
  mkdirSync(join(parent, 'train/checkpoints'), { recursive: true });
  mkdirSync(join(parent, 'out'));
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

const directoryOf = (updates: string): string => join(parent, 'train/checkpoints', `step-${updates}`);
const saveStep = (updates: string, weights: Weights, config = trainedConfig): void => {
  saveCheckpoint(directoryOf(updates), config, weights);
  copyFileSync(join(parent, 'data/tokenizer.json'), join(directoryOf(updates), 'tokenizer.json'));
};

async function probe(config: Partial<ProbeSpec>, backend = 'wasm', signal = new AbortController().signal) {
  const lines: string[] = [];
  const out = join(parent, 'out');
  const result = await runProbe(
    {
      config: probeSpec.parse({ generate: { maxTokens: 3 }, ...config }),
      data: join(parent, 'data'),
      train: join(parent, 'train'),
      backend,
    },
    { out, log: (line) => void lines.push(line), signal },
  );
  await verifyOutputs(probeStage, out, 'lethe');
  return { result, lines, trace: await readRows(out, trace), answers: await readRows(out, answers) };
}

describeBackends('the probe stage', (name) => {
  it('finds what a model has learned: log-probabilities, answers and kinds of error', async () => {
    saveStep('000000', initWeights(trainedConfig, 2));
    saveStep('000120', trained);
    const measured = await probe({}, name);
    const said = { probes: 6, without_token_boundary: 0, without_token_boundary_first: [], prompts_cut: 0 };
    expect(measured.result).toEqual({ backend: name, summary: { probe: said } });
    expect(measured.trace.map(({ step, probe_id }) => [step, probe_id])).toEqual(
      world.map(({ subject }) => [120, `${subject}-city`]),
    );
    for (const [i, row] of measured.trace.entries()) {
      const isRight = expectedErrors[i] === 'none';
      expect(row.greedy_match).toBe(isRight);
      expect(Math.exp(row.token_logprobs.reduce((sum, value) => sum + value, 0)) > 0.9).toBe(isRight);
    }
    // The first word of what Dea is taken for is right, as is its rank.
    expect(measured.trace.map(({ first_token_rank }) => first_token_rank === 1)).toEqual([
      true,
      true,
      false,
      true,
      true,
      false,
    ]);
    expect(measured.answers.map(({ output }) => output)).toEqual(world.map(({ learned }) => ` ${learned}.`));
    expect(measured.answers.map(({ error_class }) => error_class)).toEqual(expectedErrors);
    expect(measured.answers.map(({ exact_match }) => exact_match)).toEqual(
      expectedErrors.map((error) => error === 'none'),
    );
    for (const [i, row] of measured.answers.entries()) {
      expect(row.confidence).toBeGreaterThan(0.9);
      // The first tokens of the accepted answers: Rome, Paris, Oslo and New; what was learned is among them.
      expect(row.restricted_output).toBe(` ${world[i]!.learned.split(' ')[0]}`);
      expect(row.restricted_match).toBe(measured.trace[i]!.first_token_rank === 1);
      expect([row.whole_match, row.substring_match]).toEqual([row.exact_match, row.exact_match]);
    }
    expect(measured.lines).toEqual([
      expect.stringMatching(/after 120 updates, 6 probes at .*, 3 of 6 answers right$/),
    ]);
  });
});

it('measures every checkpoint when asked to, models of another shape too', async () => {
  saveStep('000000', initWeights(trainedConfig, 2));
  saveStep('000009', trained);
  const wider = { ...trainedConfig, mlpWidth: 48 };
  saveStep('000010', initWeights(wider, 2), wider);
  const measured = await probe({ checkpoints: 'all' });
  expect(measured.trace.map(({ step }) => step)).toEqual([0, 9, 10].flatMap((step) => Array(6).fill(step)));
  const at = (step: number) => measured.answers.filter((row) => row.step === step);
  expect(at(9).filter(({ exact_match }) => exact_match)).toHaveLength(3);
  expect(at(0).filter(({ exact_match }) => exact_match)).toHaveLength(0);
  const chance = measured.trace.filter(({ step }) => step === 0).map((row) => row.token_logprobs[0]!);
  for (const value of chance) expect(value).toBeCloseTo(-Math.log(trainedConfig.vocabSize), 0);
});

it('refuses a checkpoint of another tokenizer, and warns once where none is known', async () => {
  saveStep('000000', trained);
  saveStep('000120', trained);
  const tokenizer = join(directoryOf('000120'), 'tokenizer.json');
  const turned = readFileSync(tokenizer, 'utf8').replace('"Ana":0,"Ben":1', '"Ana":1,"Ben":0');
  writeFileSync(tokenizer, turned);
  await expect(probe({})).rejects.toThrow(/another tokenizer[\s\S]*token 0: "Ben"[\s\S]*token 0: "Ana"/);
  for (const updates of ['000000', '000120']) rmSync(join(directoryOf(updates), 'tokenizer.json'));
  const { lines } = await probe({ checkpoints: 'all' });
  expect(lines.filter((line) => line.startsWith('warning:'))).toEqual([
    expect.stringContaining(`${directoryOf('000000')} was trained with`),
  ]);
});

it('generates nothing when told so', async () => {
  saveStep('000120', trained);
  const measured = await probe({ generate: null });
  expect(measured.trace).toHaveLength(6);
  expect(measured.answers).toEqual([]);
});

it('writes empty tables and says so where a trainer left no checkpoints', async () => {
  const measured = await probe({});
  expect([measured.trace, measured.answers]).toEqual([[], []]);
  expect(measured.lines[0]).toMatch(/has no checkpoints\/step-<updates>/);
});

it('has nothing to do without probes', async () => {
  saveStep('000120', trained);
  writeTable(join(parent, 'data'), probes, []);
  const measured = await probe({});
  expect([measured.trace, measured.answers]).toEqual([[], []]);
});

it('stops when it is aborted and leaves no answers', async () => {
  saveStep('000120', trained);
  const aborted = AbortSignal.abort(new Error('stopped by the user'));
  await expect(probe({}, 'wasm', aborted)).rejects.toThrow('stopped by the user');
  expect(readdirSync(join(parent, 'out'))).toEqual(['trace.arrows']);
});
