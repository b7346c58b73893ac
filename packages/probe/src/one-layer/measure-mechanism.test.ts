import { initWeights, type OneLayerConfig } from '@lethe/model';
import { expect, it } from 'vitest';
import type { Probe } from '../span/read-probes.js';
import { measureMechanism } from './measure-mechanism.js';

// Tokens: subjects 0-2, relations 3-4, answers 5-7, format 8, noise 9-10.
const config: OneLayerConfig = {
  architecture: 'one-layer',
  vocabSize: 11,
  contextLength: 5,
  layers: 1,
  heads: 1,
  width: 11,
  embeddings: 'one-hot',
  mlpWidth: 16,
};
const probe = (depth: string, promptTokens: number[], answer: number, split = 'test'): Probe => ({
  id: promptTokens.join(' '),
  factId: String(promptTokens),
  depth,
  split,
  target: 'a',
  promptTokens,
  targetTokens: [answer],
  answers: ['a'],
  seamMatches: true,
});
const probes = [
  probe('memorization', [9, 0, 3], 5),
  probe('memorization', [1, 10, 4], 6),
  probe('memorization', [9, 2, 4], 7),
  probe('qa', [0, 9, 8], 5, 'train'),
  probe('qa', [10, 1, 8], 6),
];
const subjects = new Set([0, 1, 2]);

it('measures attention, directions and gradient', () => {
  const before = initWeights(config, 1);
  const initial = measureMechanism({ config, weights: before, probes, subjects });
  // Attention begins uniform, and nothing has been fine-tuned.
  expect(initial.attentionMass.memorization).toBeCloseTo(2 / 3, 12);
  expect(initial.uniformMass).toEqual({
    memorization: expect.closeTo(2 / 3, 12),
    qa: expect.closeTo(2 / 3, 12),
  });
  expect(initial.formatChangeCosine).toBeNull();
  // One question: the gradient is an outer product, z times what comes back; z is a third of each token.
  expect(initial.gradient).toEqual({
    energy: expect.closeTo(1, 9),
    leftCosine: expect.closeTo(1 / Math.sqrt(3), 9),
  });

  const weights = { ...before };
  // Noise is attended to less: e_noise^T W_KQ e_last = -20.
  const attention = before['attn.kq.weight']!.values.slice();
  for (const noise of [9, 10]) for (let last = 0; last < 11; last++) attention[11 * noise + last] = -20;
  weights['attn.kq.weight'] = { ...before['attn.kq.weight']!, values: attention };
  // The format token becomes the mean of the relations.
  const rows = before['mlp.in.weight']!.values.slice();
  for (let j = 0; j < 16; j++) rows[11 * j + 8] = (rows[11 * j + 3]! + rows[11 * j + 4]!) / 2;
  weights['mlp.in.weight'] = { ...before['mlp.in.weight']!, values: rows };
  const after = measureMechanism({ config, weights, before, probes, subjects });
  expect(after.attentionMass.qa).toBeGreaterThan(0.999);
  expect(after.formatCosine).toBeCloseTo(1, 6);
  expect(after.relationCosine).toBeLessThan(0.999);
  expect(after.formatChangeCosine).not.toBeNull();
});

it('measures only attention where there is no MLP, and no gradient without questions for training', () => {
  const bare = { ...config, mlpWidth: 0 };
  const found = measureMechanism({ config: bare, weights: initWeights(bare, 1), probes, subjects });
  expect(found).toMatchObject({ formatCosine: null, relationCosine: null, gradient: null });
  expect(found.attentionMass.qa).toBeCloseTo(2 / 3, 12);
  const untrained = probes.filter(({ split }) => split === 'test');
  const weights = initWeights(config, 1);
  expect(measureMechanism({ config, weights, probes: untrained, subjects }).gradient).toBeNull();
  expect(() => measureMechanism({ config, weights, probes: [], subjects })).toThrow(/memorization and qa/);
});
