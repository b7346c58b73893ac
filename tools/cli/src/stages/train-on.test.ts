import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readManifest, readRows, steps } from '@lethe/contracts';
import { temporaryDirectory } from '@lethe/contracts/testing';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { captureCommandLine } from '../testing/capture-command-line.js';

/** Real data and training: going on from a run of another experiment. */
let parent: string;
beforeEach(() => {
  parent = temporaryDirectory();
  vi.stubEnv('LETHE_BACKEND', 'wasm');
});
afterEach(() => vi.unstubAllEnvs());

const data = (order: object, tokenizer: object = { type: 'byte-bpe', vocabSize: 300 }) => ({
  facts: { source: 'generated', scenarios: { once: 2 } },
  background: { source: 'generated', documents: 40 },
  tokenizer,
  sequenceLength: 96,
  order: { batchSize: 6, ...order },
});
const optimizer = { learningRate: 0.01 };
const model = { layers: 1, heads: 2, width: 8 };
const schedule = { shape: 'cosine', warmupSteps: 2 };

function write(name: string, json: object): void {
  mkdirSync(join(parent, name), { recursive: true });
  writeFileSync(join(parent, name, 'experiment.json'), JSON.stringify({ title: name, ...json }));
}

async function run(name: string, ...stages: string[]): Promise<string> {
  let logged = '';
  for (const stage of stages) {
    const argv = [stage, '--experiment', join(parent, name)];
    const { code, logged: said } = await captureCommandLine(argv);
    logged += said;
    if (code !== 0) return said;
  }
  return logged;
}

const out = (name: string, ...path: string[]): string => join(parent, name, 'out/full', ...path);
const lossesOf = async (name: string) => (await readRows(out(name, 'train'), steps)).map(({ loss }) => loss);
const weightsOf = (name: string, updates: number) =>
  readFileSync(out(name, `train/checkpoints/step-${String(updates).padStart(6, '0')}/model.safetensors`));

it('goes on from wherever a training ended early', async () => {
  write('early', {
    data: data({ steps: 12 }),
    ...{ model, train: { optimizer, until: { loss: 100 }, checkpoints: { optimizer: [12] } } },
  });
  await run('early', 'data', 'train');
  expect(await lossesOf('early')).toHaveLength(1);
  write('after', {
    data: data({ steps: 2 }),
    train: { optimizer, from: { experiment: 'early', optimizer: 'keep' } },
  });
  const logged = await run('after', 'data', 'train');
  expect(logged).toContain('checkpoints/step-000001');
  expect(await lossesOf('after')).toHaveLength(2);
});

it('with the optimizer and the order of a run it is one uninterrupted training, injections included', async () => {
  const injection = { row: 'spread', factsPerStep: 1, interval: 2, count: 1 };
  write('whole', {
    data: data({ steps: 14, injection: { ...injection, start: 10 } }),
    ...{ model, train: { optimizer, schedule, checkpoints: { optimizer: [6] } } },
  });
  write('on', {
    data: data({ steps: 8, from: { steps: 6 }, injection: { ...injection, start: 4 } }),
    train: { optimizer, schedule, from: { experiment: 'whole', step: 6, optimizer: 'keep' } },
  });
  await run('whole', 'data', 'train');
  const logged = await run('on', 'data', 'train');
  expect(logged).toContain('behind the 36 rows of a training before it');
  expect(await lossesOf('on')).toEqual((await lossesOf('whole')).slice(6));
  expect(weightsOf('on', 8).equals(weightsOf('whole', 14))).toBe(true);
  expect(readManifest(out('on', 'train')).summary).toEqual({
    from: { updates: 6, optimizer: 'keep', optimizer_updates: 6, tokenizer: 'same' },
  });
  // Without the order's offset it sees the first rows again.
  write('again', {
    data: data({ steps: 8, injection: { ...injection, start: 4 } }),
    train: { optimizer, schedule, from: { experiment: 'whole', step: 6, optimizer: 'keep' } },
  });
  await run('again', 'data', 'train');
  expect((await lossesOf('again'))[0]).not.toBe((await lossesOf('on'))[0]);
}, 120_000);

it('another tokenizer of the same size is refused, that of the run taken from its file is not', async () => {
  write('base', { data: data({ steps: 2 }), model, train: { optimizer } });
  await run('base', 'data', 'train');
  // Of the same kind and size, trained on other data.
  const retrained = { type: 'byte-bpe', vocabSize: 300, seed: 2 };
  const on = (tokenizer: object = retrained, more: object = {}) => {
    const other = { ...data({ steps: 2 }, tokenizer), seed: 2 };
    write('on', { data: other, train: { optimizer, from: { experiment: 'base' } }, ...more });
    return run('on', 'data', 'train');
  };
  const refusal =
    /another tokenizer[\s\S]*base[\s\S]*token \d+: "[\s\S]*on\/out\/full\/data\/tokenizer.json: token \d+: "/;
  expect(await on()).toMatch(refusal);
  // A command in place of the stage is not given them either.
  const command = { stages: { train: { command: 'echo started > {out}/started' } } };
  expect(await on(undefined, command)).toMatch(refusal);
  const path = out('base', 'data/tokenizer.json');
  expect(await on({ type: 'file', location: { path } })).toContain('train: finished');
  // What trainers of others save has no tokenizer beside it; the manifest leads to the data.
  const saved = join(parent, 'saved');
  cpSync(out('base', 'train'), saved, { recursive: true });
  rmSync(join(saved, 'checkpoints/step-000002/tokenizer.json'));
  const copy = { train: { command: `cp -r ${saved}/checkpoints ${saved}/steps.arrows {out}` } };
  write('base', { data: data({ steps: 2 }), model, train: { optimizer }, stages: copy });
  expect(await run('base', 'train')).toContain('train: finished');
  expect(await on()).toMatch(/another tokenizer[\s\S]*base\/out\/full\/data\/tokenizer.json: token/);
}, 120_000);
