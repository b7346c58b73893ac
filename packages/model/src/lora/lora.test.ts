import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compile, openBackend } from '@lethe/runtime';
import { describeBackends } from '@lethe/runtime/testing';
import type { Tensor2D } from '@tensorflow/tfjs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ModelConfig } from '../architectures/registry.js';
import { loadCheckpoint } from '../checkpoint/load-checkpoint.js';
import { forward } from '../model/forward.js';
import { readSafetensors } from '../safetensors/read-safetensors.js';
import type { Weights } from '../safetensors/weights.js';
import { largestDifference, runForward } from '../testing/run-forward.js';
import { loadAdapter, saveAdapter } from './adapter-files.js';
import { initLora, mergeLora, withLora } from './apply-lora.js';
import type { LoraConfig } from './lora-config.js';
import { loraTargets } from './lora-parameters.js';

const fixtures = fileURLToPath(new URL('../../fixtures', import.meta.url));
const models = ['tiny-gpt2', 'tiny-llama'];
const adapterOf = (model: string) => `${fixtures}/adapter-${model}`;
const readGolden = (model: string) =>
  JSON.parse(readFileSync(`${adapterOf(model)}/golden.json`, 'utf8')) as {
    tokens: number[][];
    logits: number[][][];
  };

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'lethe-adapter-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

describeBackends('adapters', (name, mode) => {
  async function runAdapted(
    config: ModelConfig,
    state: Weights,
    lora: LoraConfig,
    tokens: number[][],
  ): Promise<ArrayLike<number>> {
    const backend = await openBackend({ backend: name });
    const shape = [tokens.length, tokens[0]!.length];
    const module = await compile({
      backend,
      state,
      mode,
      programs: {
        logits: {
          inputs: { tokens: { shape, dtype: 'int32' } },
          run: (params, inputs) => ({
            outputs: { logits: forward(withLora(params, config, lora), inputs.tokens as Tensor2D, config) },
          }),
        },
      },
    });
    const { logits } = await module.run('logits', { tokens: Int32Array.from(tokens.flat()) });
    await module.dispose();
    return logits!;
  }

  it.each(models)('of PEFT give the logits of PEFT: %s', async (model) => {
    const { config, weights } = loadCheckpoint(`${fixtures}/${model}`);
    const { lora, weights: adapter } = loadAdapter(adapterOf(model), config);
    const golden = readGolden(model);
    const expected = golden.logits.flat(2);
    const found = await runAdapted(config, { ...weights, ...adapter }, lora, golden.tokens);
    expect(largestDifference(found, expected)).toBeLessThan(1e-4);
    const bare = await runForward({ name, mode }, { config, weights }, golden.tokens);
    expect(largestDifference(bare, expected)).toBeGreaterThan(0.5);
  });

  it('change nothing before they are trained', async () => {
    const { config, weights } = loadCheckpoint(`${fixtures}/tiny-llama`);
    const lora = { rank: 2, alpha: 4, targets: ['q_proj', 'embed_tokens'] };
    const { tokens } = readGolden('tiny-llama');
    const found = await runAdapted(config, { ...weights, ...initLora(config, lora, 1) }, lora, tokens);
    expect(largestDifference(found, await runForward({ name, mode }, { config, weights }, tokens))).toBe(0);
  });

  it.each([
    ['tiny-gpt2', ['c_attn', 'mlp.c_proj']],
    ['tiny-llama', ['gate_proj', 'embed_tokens']],
    ['tiny-qwen3', ['q_proj', 'down_proj']],
    ['tiny-gemma3', ['k_proj', 'o_proj']],
  ])('that are merged give the same logits: %s, %j', async (model, targets) => {
    const { config, weights } = loadCheckpoint(`${fixtures}/${model}`);
    const lora = { rank: 3, alpha: 2, targets };
    const adapter = initLora(config, lora, 1);
    for (const { values } of Object.values(adapter)) values.forEach((_, i) => { values[i] = Math.sin(i) / 4; }); // biome-ignore format: one line
    const { tokens } = readGolden('tiny-llama');
    const merged = mergeLora(config, weights, adapter, lora);
    const found = await runForward({ name, mode }, { config, weights: merged }, tokens);
    const apart = await runAdapted(config, { ...weights, ...adapter }, lora, tokens);
    expect(largestDifference(found, apart)).toBeLessThan(1e-4);
    const bare = await runForward({ name, mode }, { config, weights }, tokens);
    expect(largestDifference(found, bare)).toBeGreaterThan(0.1);
  });
});

describe('adapter files', () => {
  const { config } = loadCheckpoint(`${fixtures}/tiny-llama`);

  it.each(models)('are written as they were read: %s', (model) => {
    const { config } = loadCheckpoint(`${fixtures}/${model}`);
    const { lora, weights } = loadAdapter(adapterOf(model), config);
    const path = join(directory, 'adapter');
    saveAdapter(path, config, { lora, weights, baseModel: model });
    expect(loadAdapter(path, config)).toEqual({ lora, weights });
    const file = 'adapter_model.safetensors';
    expect(readFileSync(join(path, file)).equals(readFileSync(join(adapterOf(model), file)))).toBe(true);
    const json = (from: string) => JSON.parse(readFileSync(join(from, 'adapter_config.json'), 'utf8'));
    expect(json(adapterOf(model))).toMatchObject(json(path));
    expect(readdirSync(directory)).toEqual(['adapter']);
  });

  it.each([
    [{ use_dora: true }, /use_dora/],
    [{ target_modules: 'q_.*' }, /target_modules/],
    [
      { target_modules: ['c_attn'], rank_pattern: {} },
      /target that the model lacks[\s\S]*self_attn\.q_proj[\s\S]*c_attn/,
    ],
    [{ r: 4 }, /has another shape[\s\S]*\[4,16\][\s\S]*\[3,16\]/],
    [{ target_modules: ['q_proj'], rank_pattern: {} }, /no place for tensor/],
    [{ peft_type: 'IA3' }, /peft_type/],
    [{ alpha_pattern: { q_proj: 3 } }, /alpha_pattern/],
    [{ init_lora_weights: 'pissa' }, /init_lora_weights/],
    [{ init_lora_weights: 'pissa_niter_4' }, /init_lora_weights/],
    [{ init_lora_weights: 'olora' }, /init_lora_weights/],
    [{ init_lora_weights: 'loftq' }, /init_lora_weights/],
    [{ alora_invocation_tokens: [41, 22] }, /alora_invocation_tokens/],
    [{ trainable_token_indices: [3] }, /trainable_token_indices/],
    [{ a_field_of_tomorrow: 0 }, /is set and not supported[\s\S]*a_field_of_tomorrow/],
  ])('whose configuration says %j are refused', (change, message) => {
    const copy = join(directory, 'copy');
    cpSync(adapterOf('tiny-llama'), copy, { recursive: true });
    const file = join(copy, 'adapter_config.json');
    writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), ...change }));
    expect(() => loadAdapter(copy, config)).toThrow(message);
  });

  it.each([
    { init_lora_weights: 'gaussian' },
    { init_lora_weights: false },
    { alora_invocation_tokens: null, a_field_of_tomorrow: null, another: {}, one_more: [], last: false },
    { peft_version: '9.9', lora_dropout: 0.5, task_type: 'CAUSAL_LM' },
  ])('whose configuration says %j are read', (change) => {
    const copy = join(directory, 'copy');
    cpSync(adapterOf('tiny-llama'), copy, { recursive: true });
    const file = join(copy, 'adapter_config.json');
    writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), ...change }));
    expect(loadAdapter(copy, config)).toEqual(loadAdapter(adapterOf('tiny-llama'), config));
  });

  it('cannot be merged where an adapted embedding is the head too', () => {
    const { config, weights } = loadCheckpoint(`${fixtures}/tiny-gpt2`);
    const { lora, weights: adapter } = loadAdapter(adapterOf('tiny-gpt2'), config);
    expect(() => mergeLora(config, weights, adapter, lora)).toThrow(/head is tied to it/);
  });

  it('have the sizes of their rank', () => {
    const lora = { rank: 2, alpha: 4, targets: ['down_proj', 'embed_tokens'], embeddingRank: 5 };
    const shapes = Object.fromEntries(loraTargets(config, lora).flatMap(({ a, b }) => [[a.name, a.shape], [b.name, b.shape]])); // biome-ignore format: one line
    expect(shapes['model.layers.1.mlp.down_proj.lora_A.weight']).toEqual([2, 40]);
    expect(shapes['model.layers.1.mlp.down_proj.lora_B.weight']).toEqual([16, 2]);
    expect(shapes['model.embed_tokens.lora_embedding_A']).toEqual([5, 48]);
    expect(Object.keys(shapes)).toHaveLength(6);
    expect(readSafetensors(`${adapterOf('tiny-llama')}/adapter_model.safetensors`).metadata).toEqual({
      format: 'pt',
    });
  });
});
