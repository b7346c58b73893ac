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
  prompt: '',
  tokenBoundary: true,
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
  expect(initial.attention_mass_memorization).toBeCloseTo(2 / 3, 12);
  expect(initial).toMatchObject({
    uniform_mass_memorization: expect.closeTo(2 / 3, 12),
    uniform_mass_qa: expect.closeTo(2 / 3, 12),
    // Every prompt has two such tokens of three, so there is nothing to vary.
    attention_mass_qa_error: expect.closeTo(0, 12),
    ...{ facts: 5, relations: 2, questions: 1, format_change_cosine: null },
  });
  // One question: the gradient is an outer product, z times what comes back; z is a third of each token.
  expect(initial.gradient_energy).toBeCloseTo(1, 9);
  expect(initial.gradient_left_cosine).toBeCloseTo(1 / Math.sqrt(3), 9);

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
  expect(after.attention_mass_qa).toBeGreaterThan(0.999);
  expect(after.format_cosine).toBeCloseTo(1, 6);
  expect(after.relation_cosine).toBeLessThan(0.999);
  expect(after.format_change_cosine).not.toBeNull();
});

it('measures only attention where there is no MLP, and no gradient without questions for training', () => {
  const bare = { ...config, mlpWidth: 0 };
  const found = measureMechanism({ config: bare, weights: initWeights(bare, 1), probes, subjects });
  expect(found).toMatchObject({ format_cosine: null, relation_cosine: null, gradient_energy: null });
  expect(found.attention_mass_qa).toBeCloseTo(2 / 3, 12);
  const untrained = probes.filter(({ split }) => split === 'test');
  const weights = initWeights(config, 1);
  expect(measureMechanism({ config, weights, probes: untrained, subjects })).toMatchObject({
    ...{ questions: 0, gradient_energy: null, gradient_left_cosine: null },
  });
  expect(() => measureMechanism({ config, weights, probes: [], subjects })).toThrow(/memorization and qa/);
});
