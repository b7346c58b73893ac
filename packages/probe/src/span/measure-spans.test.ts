import { createRandom } from '@lethe/contracts';
import { compile, openBackend } from '@lethe/runtime';
import { describeBackends } from '@lethe/runtime/testing';
import { expect, it } from 'vitest';
import { naiveLogits, naiveLogProbs, tinyConfig, tinyWeights } from '../testing/tiny-model.js';
import { measureSpans, spanPrograms } from './measure-spans.js';
import { planSpans } from './plan-spans.js';
import type { Probe } from './read-probes.js';

const random = createRandom(7, 'probes');
const tokens = (count: number): number[] =>
  Array.from({ length: count }, () => random.int(tinyConfig.vocabSize));
const probe = (prompt: number, target: number): Probe => ({
  id: `${prompt}-${target}`,
  factId: 'f',
  promptTokens: tokens(prompt),
  targetTokens: tokens(target),
  answers: [],
  depth: 'qa',
  split: 'test',
  target: 'x',
  prompt: '',
  tokenBoundary: true,
});
// Every bucket, rows that are exactly full, one-token prompts and targets, and prompts longer than the context of 40.
const probes = [
  ...[1, 5, 8, 9, 15, 20, 25, 30, 33, 40].flatMap((prompt) => [probe(prompt, 1), probe(prompt, 3)]),
  probe(60, 4),
  probe(1, 40),
];

describeBackends('span log-probabilities', (name, mode) => {
  it('equal those of a plain forward pass of each probe by itself', async () => {
    const backend = await openBackend({ backend: name });
    const weights = tinyWeights(3);
    const plan = planSpans(probes, tinyConfig.contextLength);
    expect(plan.groups.length).toBeGreaterThan(2);
    expect(plan.truncated).toBe(2);
    const programs = spanPrograms(plan, tinyConfig);
    const module = await compile({ backend, state: weights, programs, mode });
    const measured = await measureSpans(module, plan);
    await module.dispose();

    for (const [i, { promptTokens, targetTokens }] of probes.entries()) {
      const target = targetTokens.length;
      const prompt = promptTokens.slice(-(tinyConfig.contextLength - target + 1));
      const logits = await naiveLogits(backend, weights, [...prompt, ...targetTokens.slice(0, -1)]);
      const rows = targetTokens.map((_, k) => naiveLogProbs(logits, prompt.length - 1 + k));
      const ours = measured.logProbs.subarray(measured.offsets[i], measured.offsets[i + 1]);
      expect(ours).toHaveLength(target);
      targetTokens.forEach((token, k) => {
        expect(Math.abs(ours[k]! - rows[k]![token]!)).toBeLessThan(2e-5);
      });
      const first = rows[0]![targetTokens[0]!]!;
      expect(measured.firstRanks[i]).toBe(1 + rows[0]!.filter((value) => value > first).length);
      const greedy = targetTokens.every((token, k) => rows[k]![token] === Math.max(...rows[k]!));
      expect(measured.greedyMatches[i]).toBe(greedy);
    }
    expect(measured.firstRanks.some((rank) => rank > 1)).toBe(true);
  });

  it('know a target that is most probable from one that is nearly so', async () => {
    const backend = await openBackend({ backend: name });
    const weights = tinyWeights(4);
    const prompt = tokens(6);
    const argMax = (values: readonly number[]): number => values.indexOf(Math.max(...values));
    const greedy = [argMax(naiveLogProbs(await naiveLogits(backend, weights, prompt), 5))];
    greedy.push(argMax(naiveLogProbs(await naiveLogits(backend, weights, [...prompt, ...greedy]), 6)));
    const other = (greedy[1]! + 1) % tinyConfig.vocabSize;
    const variants = [greedy, [greedy[0]!, other]].map((targetTokens) => ({
      ...probe(1, 1),
      promptTokens: prompt,
      targetTokens,
    }));
    const plan = planSpans(variants, tinyConfig.contextLength);
    const module = await compile({
      backend,
      state: weights,
      programs: spanPrograms(plan, tinyConfig),
      mode: 'eager',
    });
    const { firstRanks, greedyMatches } = await measureSpans(module, plan);
    await module.dispose();
    expect([...firstRanks]).toEqual([1, 1]);
    expect(greedyMatches).toEqual([true, false]);
  });
});

it('a target that does not fit the context is named', () => {
  expect(() => planSpans([probe(3, 41)], tinyConfig.contextLength)).toThrow(
    /probe 3-41 does not fit the context/,
  );
});
