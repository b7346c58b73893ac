import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LetheError } from '@lethe/contracts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ModelConfig } from '../architectures/registry.js';
import { initWeights } from '../model/init-weights.js';
import { readSafetensors } from '../safetensors/read-safetensors.js';
import type { Weights } from '../safetensors/weights.js';
import { writeSafetensors } from '../safetensors/write-safetensors.js';
import { loadCheckpoint, openCheckpoint } from './load-checkpoint.js';
import { saveCheckpoint } from './save-checkpoint.js';
import { WEIGHTS_INDEX_FILE } from './weight-files.js';

const fixtures = fileURLToPath(new URL('../../fixtures', import.meta.url));
const golden = join(fixtures, 'tiny-gpt2');

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'lethe-checkpoint-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const config: ModelConfig = {
  architecture: 'gpt2',
  vocabSize: 5,
  contextLength: 4,
  layers: 1,
  heads: 2,
  width: 4,
  mlpWidth: 6,
  layerNormEpsilon: 1e-6,
  tied: true,
};

/** A copy of the golden model with its weights changed. */
function changedGolden(change: (weights: Weights) => Weights): string {
  const copy = join(directory, 'copy');
  cpSync(golden, copy, { recursive: true });
  const { weights } = readSafetensors(join(golden, 'model.safetensors'));
  writeSafetensors(join(copy, 'model.safetensors'), change(weights));
  return copy;
}

describe('checkpoints', () => {
  it('give back what was saved, and replace one of the same name', () => {
    const path = join(directory, 'deep/step-000001');
    saveCheckpoint(path, config, initWeights(config, 1));
    const weights = initWeights(config, 2);
    saveCheckpoint(path, config, weights);
    expect(loadCheckpoint(path)).toEqual({ config, weights });
    expect(readdirSync(join(directory, 'deep'))).toEqual(['step-000001']);
  });

  it('can lie in several files, which are read one tensor at a time', () => {
    const weights = initWeights(config, 3);
    const path = join(directory, 'sharded');
    saveCheckpoint(path, config, weights, { shardBytes: 200 });
    const files = readdirSync(path).filter((name) => name.endsWith('.safetensors'));
    expect(files.length).toBeGreaterThan(2);
    expect(files[0]).toMatch(/^model-00001-of-000\d\d\.safetensors$/);
    expect(loadCheckpoint(path)).toEqual({ config, weights });
    const copy = join(directory, 'copy');
    saveCheckpoint(copy, config, openCheckpoint(path).weights);
    expect(loadCheckpoint(copy)).toEqual({ config, weights });

    const lazy = openCheckpoint(path).weights['wte.weight']!;
    rmSync(join(path, files[0]!));
    expect(() => lazy.values()).toThrow(/cannot be opened/);
    expect(() => loadCheckpoint(path)).toThrow(/model-00001[\s\S]*cannot be opened/);
  });

  it('whose index promises what is not there are refused', () => {
    const path = join(directory, 'sharded');
    saveCheckpoint(path, config, initWeights(config, 3), { shardBytes: 200 });
    const index = join(path, WEIGHTS_INDEX_FILE);
    const { weight_map } = JSON.parse(readFileSync(index, 'utf8'));
    const refuse = (map: unknown, message: RegExp): void => {
      writeFileSync(index, JSON.stringify({ weight_map: map }));
      expect(() => loadCheckpoint(path)).toThrow(message);
    };
    refuse({ ...weight_map, 'ln_f.bias': weight_map['wte.weight'] }, /ln_f\.bias is not in the file/);
    refuse({ ...weight_map, 'ln_f.bias': '../other.safetensors' }, /index of the weights cannot be read/);
    const { 'ln_f.bias': _, ...rest } = weight_map;
    refuse(rest, /parameter ln_f\.bias is missing/);
    refuse([1], /weight_map/);
  });

  it('can be written in bfloat16', () => {
    const weights = initWeights(config, 3);
    saveCheckpoint(directory, config, weights, { type: 'BF16' });
    const read = loadCheckpoint(directory).weights;
    for (const [name, { values }] of Object.entries(weights)) {
      values.forEach((value, i) => {
        expect(Math.abs(read[name]!.values[i]! - value)).toBeLessThanOrEqual(Math.abs(value) * 2 ** -8);
      });
    }
    expect(read).not.toEqual(weights);
  });

  it('leave nothing behind when writing fails', () => {
    const weights = { a: { dtype: 'float32' as const, shape: [1], values: undefined as never } };
    expect(() => saveCheckpoint(join(directory, 'x'), config, weights)).toThrow(TypeError);
    expect(readdirSync(directory)).toEqual([]);
  });

  it('of GPT2LMHeadModel are read: prefix, tied head and masks', () => {
    const mask = { dtype: 'float32' as const, shape: [1], values: Float32Array.of(1) };
    const copy = changedGolden((weights) => ({
      ...Object.fromEntries(Object.entries(weights).map(([name, w]) => [`transformer.${name}`, w])),
      'lm_head.weight': weights['wte.weight']!,
      'transformer.h.0.attn.bias': mask,
      'transformer.h.0.attn.masked_bias': mask,
    }));
    expect(loadCheckpoint(copy)).toEqual(loadCheckpoint(golden));
  });

  it.each<[string, (weights: Weights) => Weights, RegExp]>([
    ['a missing parameter', ({ 'ln_f.bias': _, ...rest }) => rest, /parameter ln_f\.bias is missing/],
    [
      'another shape',
      (w) => ({ ...w, 'ln_f.bias': { ...w['ln_f.bias']!, shape: [4, 4] } }),
      /\[16\][\s\S]*\[4,4\]/,
    ],
    [
      'a layer too many',
      (w) => ({ ...w, 'h.2.ln_1.bias': w['ln_f.bias']! }),
      /no parameter h\.2\.ln_1\.bias/,
    ],
  ])('with %s are refused', (_, change, message) => {
    expect(() => loadCheckpoint(changedGolden(change))).toThrow(message);
  });

  it.each([
    [{ activation_function: 'relu' }, /activation_function/],
    [{ tie_word_embeddings: false }, /parameter lm_head\.weight is missing/],
    [{ scale_attn_by_inverse_layer_idx: true }, /scale_attn_by_inverse_layer_idx/],
    [{ n_head: 3 }, /n_embd must be a multiple of n_head/],
    [{ model_type: 'bert' }, /unknown architecture[\s\S]*expected: "model_type": one of gpt2/],
  ])('whose configuration says %j are refused', (change, message) => {
    const copy = changedGolden((weights) => weights);
    const file = join(copy, 'config.json');
    writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), ...change }));
    expect(() => loadCheckpoint(copy)).toThrow(message);
  });

  it.each(readdirSync(fixtures).filter((name) => name.startsWith('tiny-')))(
    'with far more layers than weights are refused before anything is made for a layer: %s',
    (name) => {
      const copy = join(directory, 'copy');
      cpSync(join(fixtures, name), copy, { recursive: true });
      const file = join(copy, 'config.json');
      const json = JSON.parse(readFileSync(file, 'utf8'));
      const field = 'n_layer' in json ? 'n_layer' : 'num_hidden_layers';
      writeFileSync(file, JSON.stringify({ ...json, [field]: 2 ** 40 }));
      expect(() => loadCheckpoint(copy)).toThrow(/more layers than the file has tensors|do not alternate/);
    },
  );

  it('that are absent are named', () => {
    expect(() => loadCheckpoint(join(directory, 'none'))).toThrow(LetheError);
  });
});
