import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describeBackends } from '@lethe/runtime/testing';
import { describe, expect, it } from 'vitest';
import { architectureOf, architectures, type ModelConfig } from './architectures/registry.js';
import { loadCheckpoint } from './checkpoint/load-checkpoint.js';
import { saveCheckpoint } from './checkpoint/save-checkpoint.js';
import { WEIGHTS_FILE } from './checkpoint/weight-files.js';
import {
  formatModelConfig,
  modelConfigFromHuggingFace,
  modelConfigToHuggingFace,
} from './model/model-config.js';
import { readSafetensors } from './safetensors/read-safetensors.js';
import { largestDifference, runForward } from './testing/run-forward.js';

const fixtures = fileURLToPath(new URL('../fixtures', import.meta.url));
const names = readdirSync(fixtures).filter((name) => name.startsWith('tiny-'));

const readConfig = (name: string) =>
  JSON.parse(readFileSync(`${fixtures}/${name}/config.json`, 'utf8')) as Record<string, unknown>;

interface Golden {
  tokens: number[][];
  logits: number[][][];
}

it('there is a golden model of every architecture that transformers has', () => {
  const types = names.map((name) => readConfig(name).model_type);
  const known = architectures.map(({ modelType }) => modelType);
  expect([...new Set(types)].sort()).toEqual(known.filter((type) => !type.startsWith('lethe_')).sort());
});

describeBackends('golden models', (name, mode) => {
  it.each(names)('%s: logits are those of transformers', async (folder) => {
    const model = loadCheckpoint(`${fixtures}/${folder}`);
    const golden = JSON.parse(readFileSync(`${fixtures}/${folder}/golden.json`, 'utf8')) as Golden;
    const expected = golden.logits.flat(2);
    expect(Math.max(...expected.map(Math.abs))).toBeGreaterThan(1);
    const found = await runForward({ name, mode }, model, golden.tokens);
    expect(largestDifference(found, expected)).toBeLessThan(1e-4);
  });

  it.each(names)('%s: documents do not see each other', async (folder) => {
    const model = loadCheckpoint(`${fixtures}/${folder}`);
    const [first, second] = [
      [3, 1, 4, 1],
      [5, 9, 2],
    ];
    const run = (tokens: number[][], documents?: number[][]) =>
      runForward({ name, mode }, model, tokens, documents);
    const packed = await run([[...first!, ...second!]], [[1, 1, 1, 1, 2, 2, 2]]);
    const alone = await run([second!]);
    const before = await run([first!]);
    const { vocabSize } = model.config;
    expect(largestDifference(packed.slice(0, 4 * vocabSize), before)).toBeLessThan(1e-4);
    const seen = largestDifference(packed.slice(4 * vocabSize), alone);
    // Rotary positions are relative; GPT-2's are those in the row, so its second document is moved, and differs.
    if (folder === 'tiny-gpt2') expect(seen).toBeGreaterThan(0.1);
    else expect(seen).toBeLessThan(1e-4);
    const unmasked = await run([[...first!, ...second!]]);
    expect(largestDifference(unmasked.slice(4 * vocabSize), alone)).toBeGreaterThan(0.1);
  });
});

/** Fields of config.json that say nothing of what a model computes, or that transformers spells otherwise in memory. */
const isDropout = (field: string): boolean => /dropout|pdrop/.test(field);

it('whole numbers have a point where transformers asks for one', () => {
  const { config } = loadCheckpoint(`${fixtures}/tiny-gemma2`);
  const text = formatModelConfig({ ...config, scoreCap: 50, logitCap: null } as ModelConfig);
  expect(text).toContain('\n  "attn_logit_softcapping": 50.0,\n  "final_logit_softcapping": null,\n');
  expect(JSON.parse(text)).toMatchObject({ attn_logit_softcapping: 50, hidden_size: 16 });
  expect(text).toContain('"hidden_size": 16,');
});

describe('checkpoints that transformers wrote', () => {
  it.each(names)('%s: config.json says the same when it is written again', (folder) => {
    const written = readConfig(folder);
    const config = modelConfigFromHuggingFace(written, folder);
    const ours = modelConfigToHuggingFace(config);
    expect(modelConfigFromHuggingFace(ours, folder)).toEqual(config);
    const shared = Object.keys(ours).filter((field) => field in written && !isDropout(field));
    expect(shared.length).toBeGreaterThan(8);
    for (const field of shared) expect(ours[field], field).toEqual(written[field]);
  });

  it.each(names)('%s: the weights have the same names and bytes when they are written again', (folder) => {
    const { config, weights } = loadCheckpoint(`${fixtures}/${folder}`);
    const directory = mkdtempSync(join(tmpdir(), 'lethe-golden-'));
    saveCheckpoint(directory, config, weights);
    const paths = [directory, `${fixtures}/${folder}`].map((of) => join(of, WEIGHTS_FILE));
    const [ours, theirs] = paths.map((path) => Object.entries(readSafetensors(path).weights));
    const renamed = theirs!.map(([name, weight]) => [architectureOf(config).localName(name), weight]);
    expect(Object.fromEntries(ours!)).toEqual(Object.fromEntries(renamed));
    // Models of transformers 5 call GPT-NeoX's head lm_head; files have embed_out.
    if (theirs!.every(([name], i) => name === ours![i]![0])) {
      expect(readFileSync(paths[0]!).equals(readFileSync(paths[1]!))).toBe(true);
    } else expect(folder).toBe('tiny-gpt-neox');
    rmSync(directory, { recursive: true });
  });
});
