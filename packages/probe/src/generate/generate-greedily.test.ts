import { createRandom } from '@lethe/contracts';
import { compile, openBackend } from '@lethe/runtime';
import { describeBackends } from '@lethe/runtime/testing';
import { expect, it } from 'vitest';
import type { Probe } from '../span/read-probes.js';
import { naiveLogits, naiveLogProbs, tinyConfig, tinyWeights } from '../testing/tiny-model.js';
import { generateGreedily, generationPrograms, planGeneration } from './generate-greedily.js';

const random = createRandom(8, 'prompts');
const probes = [1, 2, 7, 12, 20, 29, 33, 45].map(
  (length): Probe => ({
    id: `p${length}`,
    factId: 'f',
    promptTokens: Array.from({ length }, () => random.int(tinyConfig.vocabSize)),
    targetTokens: [length % 5],
    answers: [],
    depth: 'qa',
    split: 'test',
    target: 'x',
    prompt: '',
    tokenBoundary: true,
  }),
);
const maxTokens = 6;

describeBackends('greedy generation', (name, mode) => {
  it('says what a loop over single prompts says, and stops at end tokens', async () => {
    const backend = await openBackend({ backend: name });
    const weights = tinyWeights(5);
    const expected: number[][] = [];
    const firsts: number[][] = [];
    for (const { promptTokens } of probes) {
      const row = promptTokens.slice(-(tinyConfig.contextLength - maxTokens + 1));
      const start = row.length;
      for (let step = 0; step < maxTokens; step++) {
        const logProbs = naiveLogProbs(await naiveLogits(backend, weights, row), row.length - 1);
        if (step === 0) firsts.push(logProbs);
        row.push(logProbs.indexOf(Math.max(...logProbs)));
      }
      expected.push(row.slice(start));
    }
    const plan = planGeneration(probes, maxTokens, tinyConfig.contextLength);
    expect(plan.groups.length).toBeGreaterThan(1);
    const programs = generationPrograms(plan, tinyConfig);
    const module = await compile({ backend, state: weights, programs, mode });
    const said = await generateGreedily(module, plan, new Set());
    expect(said.map(({ tokens }) => tokens)).toEqual(expected);
    for (const [i, { confidence, restrictedToken }] of said.entries()) {
      expect(confidence).toBeCloseTo(Math.exp(Math.max(...firsts[i]!)), 5);
      const best = [0, 1, 2, 3, 4].filter((token) => plan.candidates.includes(token));
      best.sort((a, b) => firsts[i]![b]! - firsts[i]![a]!);
      expect(restrictedToken).toBe(best[0]);
    }
    // The choice among all tokens is another one somewhere, so the restriction is seen to hold.
    expect(said.some(({ tokens, restrictedToken }) => tokens[0] !== restrictedToken)).toBe(true);

    const end = expected.flat()[9]!;
    const cut = expected.map((answer) =>
      answer.includes(end) ? answer.slice(0, answer.indexOf(end)) : answer,
    );
    expect(cut).not.toEqual(expected);
    const stopped = await generateGreedily(module, plan, new Set([end]));
    expect(stopped.map(({ tokens }) => tokens)).toEqual(cut);
    await module.dispose();
  });
});

it('a prompt that has no room beside the answer is named', () => {
  expect(() => planGeneration(probes, tinyConfig.contextLength + 1, tinyConfig.contextLength)).toThrow(
    /probe p1 does not fit/,
  );
});
