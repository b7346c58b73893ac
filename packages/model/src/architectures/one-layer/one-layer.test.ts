import { compile, openBackend } from '@lethe/runtime';
import { describeBackends } from '@lethe/runtime/testing';
import type { Tensor2D } from '@tensorflow/tfjs';
import { expect, it } from 'vitest';
import { initWeights } from '../../model/init-weights.js';
import { modelConfigFromSpec } from '../../model/model-config.js';
import type { Weights } from '../../safetensors/weights.js';
import { largestDifference, runForward } from '../../testing/run-forward.js';
import { architectureOf, type ModelConfig } from '../registry.js';
import type { OneLayerConfig } from './one-layer.js';
import { attentionWeights } from './one-layer-forward.js';

const sizes = { vocabSize: 7, contextLength: 4 };
const tokens = [
  [2, 5, 5, 0],
  [1, 6, 3, 2],
];

const spec = { architecture: 'one-layer', layers: 1, heads: 1, width: 0 } as const;
const configs = {
  'one-hot, MLP': modelConfigFromSpec({ ...spec, mlpWidth: 9 }, sizes),
  'one-hot, attention only': modelConfigFromSpec({ ...spec, attentionOnly: true }, sizes),
  'frozen embeddings': modelConfigFromSpec({ ...spec, embeddings: 'frozen', width: 5, mlpWidth: 9 }, sizes),
  'trained embeddings': modelConfigFromSpec({ ...spec, embeddings: 'trained', width: 5 }, sizes),
} as Record<string, ModelConfig>;

/** Initial weights with an attention that is not uniform and biases that are not 0. */
function weightsOf(config: ModelConfig): Weights {
  const weights = initWeights(config, 3);
  for (const name of ['attn.kq.weight', 'mlp.in.bias']) {
    weights[name]?.values.forEach((_, i, values) => {
      values[i] = Math.sin(i + 1);
    });
  }
  return weights;
}

/** The definition, token by token. */
function reference(
  config: OneLayerConfig,
  weights: Weights,
  row: number[],
): { logits: number[]; mass: number[][] } {
  const { width, vocabSize } = config;
  const at = (name: string, i: number, j: number) => weights[name]!.values[i * weights[name]!.shape[1]! + j]!;
  const multiply = (name: string, x: number[]) =>
    Array.from({ length: weights[name]!.shape[0]! }, (_, i) =>
      x.reduce((sum, value, j) => sum + at(name, i, j) * value, 0),
    );
  const e = row.map((token) =>
    Array.from({ length: width }, (_, j) =>
      config.embeddings === 'one-hot' ? Number(j === token) : at('embed.weight', token, j),
    ),
  );
  const mass: number[][] = [];
  const logits = row.flatMap((_, t) => {
    const query = multiply('attn.kq.weight', e[t]!);
    const scores = row
      .slice(0, t + 1)
      .map((_, i) => Math.exp(e[i]!.reduce((sum, x, j) => sum + x * query[j]!, 0)));
    const total = scores.reduce((sum, x) => sum + x, 0);
    mass.push(row.map((_, i) => (scores[i] ?? 0) / total));
    const z = e[0]!.map((_, j) => scores.reduce((sum, score, i) => sum + (score / total) * e[i]![j]!, 0));
    if (config.mlpWidth === 0) return multiply('head.weight', z);
    const neurons = multiply('mlp.in.weight', z).map((x, i) =>
      Math.max(0, x + weights['mlp.in.bias']!.values[i]!),
    );
    return multiply('mlp.out.weight', neurons);
  });
  expect(logits).toHaveLength(row.length * vocabSize);
  return { logits, mass };
}

describeBackends('the one-layer model', (name, mode) => {
  it.each(Object.entries(configs))('computes its definition: %s', async (_, config) => {
    const weights = weightsOf(config);
    const found = await runForward({ name, mode }, { config, weights }, tokens);
    const expected = tokens.flatMap((row) => reference(config as OneLayerConfig, weights, row).logits);
    expect(largestDifference(found, expected)).toBeLessThan(1e-5);
  });

  it.each(Object.entries(configs))('says where it attends: %s', async (_, config) => {
    const weights = weightsOf(config);
    const backend = await openBackend({ backend: name });
    const module = await compile({
      backend,
      state: weights,
      mode,
      programs: {
        mass: {
          inputs: { tokens: { shape: [2, 4], dtype: 'int32' } },
          run: (params, inputs) => ({
            outputs: { mass: attentionWeights(params, inputs.tokens as Tensor2D, config as OneLayerConfig) },
          }),
        },
      },
    });
    const { mass } = await module.run('mass', { tokens: Int32Array.from(tokens.flat()) });
    await module.dispose();
    const expected = tokens.flatMap((row) => reference(config as OneLayerConfig, weights, row).mass.flat());
    expect(largestDifference(mass!, expected)).toBeLessThan(1e-5);
  });
});

it('begins with uniform attention, and frozen embeddings are not trained', () => {
  const config = configs['frozen embeddings']!;
  expect(new Set(initWeights(config, 1)['attn.kq.weight']!.values)).toEqual(new Set([0]));
  const frozen = architectureOf(config)
    .parameters(config)
    .filter((parameter) => parameter.frozen);
  expect(frozen.map((parameter) => parameter.name)).toEqual(['embed.weight']);
  const names = (config: ModelConfig) =>
    architectureOf(config)
      .parameters(config)
      .map((parameter) => parameter.name);
  expect(names(configs['one-hot, attention only']!)).toEqual(['attn.kq.weight', 'head.weight']);
});
