import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { LetheError } from '@lethe/contracts';
import { expect, it } from 'vitest';
import type { ModelConfig } from './architectures/registry.js';
import { loadCheckpoint } from './checkpoint/load-checkpoint.js';
import { modelConfigFromHuggingFace } from './model/model-config.js';
import { runForward } from './testing/run-forward.js';

const fixtures = fileURLToPath(new URL('../fixtures', import.meta.url));
const readJson = (path: string) => JSON.parse(readFileSync(`${fixtures}/${path}`, 'utf8'));

/** A field of config.json, its value, and what transformers computes then; null where it refuses the file. */
type Edit = [field: string, value: unknown, logits: number[] | null];
const golden = readJson('config-edits.json') as { tokens: number[]; models: Record<string, Edit[]> };

/** Logits of the first four ids at the last token. */
async function lastLogits(model: ReturnType<typeof loadCheckpoint>): Promise<number[]> {
  const logits = await runForward({ name: 'wasm', mode: 'eager' }, model, [golden.tokens]);
  const last = (golden.tokens.length - 1) * model.config.vocabSize;
  return Array.from(logits.subarray(last, last + 4));
}

it.each(Object.entries(golden.models))(
  '%s: a changed config.json is refused, or computes what it does in transformers',
  async (folder, edits) => {
    const json = readJson(`${folder}/config.json`);
    const { weights } = loadCheckpoint(`${fixtures}/${folder}`);
    const known = new Map<string, number[]>();
    let refused = 0;
    for (const [field, value, expected] of edits) {
      const edit = `${field}: ${JSON.stringify(value)}`;
      let config: ModelConfig;
      try {
        config = modelConfigFromHuggingFace({ ...json, [field]: value }, 'config.json');
      } catch (error) {
        expect(error, edit).toBeInstanceOf(LetheError);
        refused++;
        continue;
      }
      // Sizes that the weights do not have are found when these are read.
      if (expected === null) continue;
      const key = JSON.stringify(config);
      const found = known.get(key) ?? (await lastLogits({ config, weights }));
      known.set(key, found);
      for (const [i, logit] of expected.entries()) {
        expect(Math.abs(found[i]! - logit), edit).toBeLessThan(2e-4);
      }
    }
    expect(refused).toBeGreaterThan(2);
    expect(refused).toBeLessThan(edits.length / 2);
    expect(known.size).toBeGreaterThan(1);
  },
);

it.each([
  ['tiny-llama', 'quantization_config'],
  ['tiny-gpt2', 'num_attention_heads'],
  ['tiny-mistral', 'layer_types'],
])('%s: %s is refused by name', (folder, field) => {
  const [, value] = golden.models[folder]!.find(([name]) => name === field)!;
  const json = { ...readJson(`${folder}/config.json`), [field]: value };
  expect(() => modelConfigFromHuggingFace(json, 'config.json')).toThrow(new RegExp(`at ${field}`));
});
