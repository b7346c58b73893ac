import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { loadCheckpoint } from '../checkpoint/load-checkpoint.js';
import { readSafetensors } from '../safetensors/read-safetensors.js';
import type { Weight } from '../safetensors/weights.js';
import { writeSafetensors } from '../safetensors/write-safetensors.js';
import { loadAdapter, saveAdapter } from './adapter-files.js';
import { mergeLora } from './apply-lora.js';

const fixtures = fileURLToPath(new URL('../../fixtures', import.meta.url));
const untied = loadCheckpoint(`${fixtures}/tiny-llama`);
const tied = loadCheckpoint(`${fixtures}/tiny-gpt2`);

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'lethe-base-layers-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** A copy of a golden adapter with further tensors, whose names get PEFT's prefix. */
function adapterWith(model: string, tensors: Record<string, Weight>): string {
  const copy = join(directory, 'copy');
  cpSync(`${fixtures}/adapter-${model}`, copy, { recursive: true });
  const path = join(copy, 'adapter_model.safetensors');
  const more = Object.entries(tensors).map(([name, weight]) => [`base_model.model.${name}`, weight]);
  writeSafetensors(path, { ...readSafetensors(path).weights, ...Object.fromEntries(more) });
  return copy;
}

const doubled = (weight: Weight): Weight => ({ ...weight, values: weight.values.map((value) => 2 * value) });
const embedding = untied.weights['model.embed_tokens.weight']!;

it.each(['model.embed_tokens.base_layer.weight', 'model.embed_tokens.weight'])(
  'an embedding that PEFT stored as %s replaces that of the model',
  (name) => {
    const path = adapterWith('tiny-llama', { [name]: doubled(embedding) });
    const { lora, weights } = loadAdapter(path, untied.config);
    const replaced = { ...untied.weights, 'model.embed_tokens.weight': doubled(embedding) };
    const plain = loadAdapter(`${fixtures}/adapter-tiny-llama`, untied.config);
    expect(mergeLora(untied.config, untied.weights, weights, lora)).toEqual(
      mergeLora(untied.config, replaced, plain.weights, lora),
    );
  },
);

it('a head is read too, and of a tied model when it is the embedding', () => {
  const head = doubled(untied.weights['lm_head.weight']!);
  const path = adapterWith('tiny-llama', { 'lm_head.base_layer.weight': head });
  expect(loadAdapter(path, untied.config).weights['lm_head.weight']).toEqual(head);
  const matrix = tied.weights['wte.weight']!;
  const both = { 'transformer.wte.base_layer.weight': matrix, 'lm_head.weight': matrix };
  const { weights } = loadAdapter(adapterWith('tiny-gpt2', both), tied.config);
  expect(weights['wte.weight']).toEqual(matrix);
  expect(weights).not.toHaveProperty(['lm_head.weight']);
});

it('those that do not fit the model are refused', () => {
  const matrix = tied.weights['wte.weight']!;
  const differing = { 'transformer.wte.weight': matrix, 'lm_head.weight': doubled(matrix) };
  expect(() => loadAdapter(adapterWith('tiny-gpt2', differing), tied.config)).toThrow(
    /a head that differs from the embedding/,
  );
  const short = { ...embedding, shape: [1, 16], values: embedding.values.slice(0, 16) };
  const path = adapterWith('tiny-llama', { 'model.embed_tokens.weight': short });
  expect(() => loadAdapter(path, untied.config)).toThrow(
    /another model\.embed_tokens\.weight than the model[\s\S]*\[48,16\][\s\S]*\[1,16\]/,
  );
});

it('an adapter that adapts a tied head through the embedding is read, merged and written', () => {
  const { lora: plain, weights: adapter } = loadAdapter(`${fixtures}/adapter-tiny-gpt2`, tied.config);
  const lora = { ...plain, adaptsTiedHead: true };
  const saved = join(directory, 'saved');
  saveAdapter(saved, tied.config, { lora, weights: adapter, baseModel: 'x' });
  const path = join(saved, 'adapter_model.safetensors');
  const file = readSafetensors(path).weights;
  const b = file['base_model.model.transformer.wte.lora_embedding_B']!;
  const headA = file['base_model.model.lm_head.lora_A.weight']!;
  expect(headA.shape).toEqual(b.shape.toReversed());
  expect(headA.values[1]).toBe(b.values[b.shape[1]!]);
  expect(loadAdapter(saved, tied.config)).toEqual({ lora, weights: adapter });
  expect(() => mergeLora(tied.config, tied.weights, adapter, plain)).toThrow(/head is tied to it/);
  const merged = mergeLora(tied.config, tied.weights, adapter, lora)['wte.weight']!;
  expect(merged.values).not.toEqual(tied.weights['wte.weight']!.values);
  headA.values[0]! += 1;
  writeSafetensors(path, file);
  expect(() => loadAdapter(saved, tied.config)).toThrow(/the adapter of the head differs/);
});
