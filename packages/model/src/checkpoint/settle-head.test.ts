import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { architectureOf } from '../architectures/registry.js';
import { isTied } from '../model/model-size.js';
import { readSafetensors } from '../safetensors/read-safetensors.js';
import type { Weights } from '../safetensors/weights.js';
import { writeSafetensors } from '../safetensors/write-safetensors.js';
import { runForward } from '../testing/run-forward.js';
import { loadCheckpoint } from './load-checkpoint.js';
import { CONFIG_FILE, saveCheckpoint } from './save-checkpoint.js';
import { WEIGHTS_FILE } from './weight-files.js';

const fixtures = fileURLToPath(new URL('../../fixtures', import.meta.url));
const backend = { name: 'wasm', mode: 'eager' } as const;
const tokens = [[3, 1, 4, 1, 5]];

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'lethe-head-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** A golden model, the local names of its embedding and head, and copies of it with other weights. */
function open(folder: string) {
  const golden = loadCheckpoint(`${fixtures}/${folder}`);
  const { tying } = architectureOf(golden.config);
  const copyWith = (change: (weights: Weights) => Weights): string => {
    const copy = join(directory, 'copy');
    cpSync(`${fixtures}/${folder}`, copy, { recursive: true });
    writeSafetensors(join(copy, WEIGHTS_FILE), change(readSafetensors(join(copy, WEIGHTS_FILE)).weights));
    return copy;
  };
  return { golden, ...tying!, copyWith };
}

const doubled = (weights: Weights, name: string): Weights[string] => ({
  ...weights[name]!,
  values: weights[name]!.values.map((value) => 2 * value),
});

const tied = readdirSync(fixtures)
  .filter((name) => name.startsWith('tiny-'))
  .filter((name) => isTied(loadCheckpoint(`${fixtures}/${name}`).config));

describe.each(tied)('a head that config.json ties to the embedding: %s', (folder) => {
  it('is found under either name', () => {
    const { golden, embedding, head, copyWith } = open(folder);
    const other = copyWith(({ [embedding]: matrix, ...rest }) => ({ ...rest, [head]: matrix! }));
    expect(loadCheckpoint(other)).toEqual(golden);
    const both = copyWith((weights) => ({ ...weights, [head]: weights[embedding]! }));
    expect(loadCheckpoint(both)).toEqual(golden);
  });

  it('is that of the file where it differs', async () => {
    const { golden, embedding, head, copyWith } = open(folder);
    const other = loadCheckpoint(
      copyWith((weights) => ({ ...weights, [head]: doubled(weights, embedding) })),
    );
    expect(isTied(other.config)).toBe(false);
    // A cap on the logits bends them.
    const capped = 'logitCap' in golden.config && golden.config.logitCap !== null;
    const uncap = <T extends object>(config: T): T => (capped ? { ...config, logitCap: null } : config);
    const logits = await runForward(backend, { ...other, config: uncap(other.config) }, tokens);
    const once = await runForward(backend, { ...golden, config: uncap(golden.config) }, tokens);
    expect(logits).toEqual(once.map((logit) => 2 * logit));
    saveCheckpoint(join(directory, 'saved'), other.config, other.weights);
    expect(loadCheckpoint(join(directory, 'saved'))).toEqual(other);
  });
});

it('there are golden models with tied heads, GPT-2 among them', () => {
  expect(tied).toEqual(expect.arrayContaining(['tiny-gpt2', 'tiny-llama-tied', 'tiny-gemma2']));
});

it('the head of a GPT-NeoX may be tied though the published ones are not', () => {
  const { golden, copyWith } = open('tiny-gpt-neox');
  const copy = copyWith((weights) => weights);
  const file = join(copy, CONFIG_FILE);
  const json = JSON.parse(readFileSync(file, 'utf8'));
  writeFileSync(file, JSON.stringify({ ...json, tie_word_embeddings: true }));
  expect(loadCheckpoint(copy)).toEqual(golden);
});

it('two tensors for one parameter are refused', () => {
  const { copyWith } = open('tiny-gpt2');
  const copy = copyWith((weights) => ({
    ...weights,
    'transformer.wte.weight': doubled(weights, 'wte.weight'),
  }));
  expect(() => loadCheckpoint(copy)).toThrow(
    /two tensors are parameter wte\.weight[\s\S]*transformer\.wte\.weight/,
  );
});
