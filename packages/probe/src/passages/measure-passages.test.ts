import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createRandom } from '@lethe/contracts';
import { loadCheckpoint, type ModelConfig, type Weights } from '@lethe/model';
import { type Backend, type CompileMode, compile, openBackend } from '@lethe/runtime';
import { describeBackends } from '@lethe/runtime/testing';
import { expect, it } from 'vitest';
import { generateGreedily, generationPrograms, planGeneration } from '../generate/generate-greedily.js';
import type { Probe } from '../span/read-probes.js';
import { naiveLogits, naiveLogProbs, tinyConfig, tinyWeights } from '../testing/tiny-model.js';
import { planPassages } from './measure-passages.js';
import { passagesSpec } from './passages-measure.js';
import type { Passage } from './read-passages.js';

const spec = passagesSpec.parse({});

async function scoresOf(
  backend: Backend,
  weights: Weights,
  config: ModelConfig,
  passages: readonly Passage[],
  mode: CompileMode = 'eager',
) {
  const plan = planPassages(passages, config, spec);
  const module = await compile({ backend, state: weights, programs: plan.programs, mode });
  const lines: string[] = [];
  const rows = await plan.measure(module, 7, (line) => lines.push(line));
  await module.dispose();
  return { rows, lines };
}

/** Texts of which the model itself has written the end, with a wrong token in some of them. */
async function knownInPart(backend: Backend, weights: Weights): Promise<Passage[]> {
  const random = createRandom(5, 'passages');
  const any = (): number => random.int(tinyConfig.vocabSize);
  const passages: Passage[] = [];
  for (const [i, length] of [12, 20, 7, 2, 40, 9].entries()) {
    const tokens = Array.from({ length: Math.ceil(length / 4) }, any);
    while (tokens.length < length) {
      const row = naiveLogProbs(await naiveLogits(backend, weights, tokens), tokens.length - 1);
      tokens.push(row.indexOf(Math.max(...row)));
    }
    if (i % 2 === 0) tokens[length - 2 - i] = (tokens[length - 2 - i]! + 1) % tinyConfig.vocabSize;
    passages.push({ factId: `f${i}`, tokens });
  }
  return [...passages, { factId: 'long', tokens: Array.from({ length: 60 }, any) }];
}

/** Leading tokens of `rest` that the model gives after `prefix`, one at a time. */
async function generated(
  backend: Backend,
  weights: Weights,
  prefix: number[],
  rest: number[],
): Promise<number> {
  const probe: Probe = {
    ...{ id: 'p', factId: 'f', depth: 'qa', split: 'test', prompt: '', target: '', answers: [] },
    ...{ promptTokens: prefix, targetTokens: rest, tokenBoundary: true },
  };
  const plan = planGeneration([probe], rest.length, tinyConfig.contextLength);
  const programs = generationPrograms(plan, tinyConfig);
  const module = await compile({ backend, state: weights, programs, mode: 'eager' });
  const [answer] = await generateGreedily(module, plan, new Set());
  await module.dispose();
  const wrong = rest.findIndex((token, k) => answer!.tokens[k] !== token);
  return wrong < 0 ? rest.length : wrong;
}

describeBackends('scores of passages', (name, mode) => {
  it('are what greedy generation gives, and the log-probabilities of a plain forward pass', async () => {
    const backend = await openBackend({ backend: name });
    const weights = tinyWeights(3);
    const passages = await knownInPart(backend, weights);
    const { rows, lines } = await scoresOf(backend, weights, tinyConfig, passages, mode);
    expect(rows.map(({ step, fact_id }) => [step, fact_id])).toEqual(passages.map((p) => [7, p.factId]));
    const matches: number[] = [];
    for (const [i, row] of rows.entries()) {
      const tokens = passages[i]!.tokens.slice(0, tinyConfig.contextLength);
      expect(row.tokens).toBe(tokens.length);
      const logits = await naiveLogits(backend, weights, tokens.slice(0, -1));
      const each = tokens.slice(1).map((token, k) => naiveLogProbs(logits, k)[token]!);
      const least = each.toSorted((a, b) => a - b).slice(0, Math.max(1, Math.floor(0.2 * each.length)));
      const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
      expect(row.mean_logprob).toBeCloseTo(mean(each), 4);
      expect(row.min_k_logprob).toBeCloseTo(mean(least), 4);
      for (const [k, prefix] of row.prefix_tokens.entries()) {
        expect(prefix).toBe(Math.max(1, Math.floor(spec.prefixes[k]! * tokens.length)));
        const [given, rest] = [tokens.slice(0, prefix), tokens.slice(prefix)];
        expect(row.matching_tokens[k]).toBe(await generated(backend, weights, given, rest));
        expect(row.verbatim[k]).toBe(row.matching_tokens[k] === rest.length);
        matches.push(row.matching_tokens[k]! / rest.length);
      }
    }
    // Some are known whole, some in part, some not at all.
    expect(matches.filter((share) => share === 1).length).toBeGreaterThan(3);
    expect(matches.filter((share) => share > 0 && share < 1).length).toBeGreaterThan(2);
    expect(matches.filter((share) => share === 0).length).toBeGreaterThan(0);
    expect(lines).toEqual([expect.stringMatching(/after 7 updates, 7 texts at .* verbatim after 25 %/)]);
  });
});

const fixtures = fileURLToPath(new URL('../../../model/fixtures', import.meta.url));

it.each(['tiny-gpt2', 'tiny-llama', 'tiny-gpt-neox', 'tiny-olmo'])(
  'the mean is the loss that transformers computes for %s, and the rest follows from its logits',
  async (model) => {
    const golden = JSON.parse(readFileSync(join(fixtures, model, 'golden.json'), 'utf8')) as {
      tokens: number[][];
      loss: number;
      logits: number[][][];
    };
    const { config, weights } = loadCheckpoint(join(fixtures, model));
    const passages = golden.tokens.map((tokens, i) => ({ factId: `f${i}`, tokens }));
    const { rows } = await scoresOf(await openBackend({ backend: 'wasm' }), weights, config, passages);
    // Texts of one length: the mean over texts is that over tokens.
    const mean = rows.reduce((sum, row) => sum + row.mean_logprob, 0) / rows.length;
    expect(Math.abs(mean + golden.loss)).toBeLessThan(1e-4);
    for (const [i, row] of rows.entries()) {
      const tokens = golden.tokens[i]!;
      const each = tokens.slice(1).map((token, k) => {
        const logits = golden.logits[i]![k]!;
        const peak = Math.max(...logits);
        const total = logits.reduce((sum, value) => sum + Math.exp(value - peak), 0);
        return { logProb: logits[token]! - peak - Math.log(total), isFirst: logits[token] === peak };
      });
      const [least, next] = each.map(({ logProb }) => logProb).sort((a, b) => a - b);
      expect(row.min_k_logprob).toBeCloseTo((least! + next!) / 2, 4);
      const run = (prefix: number): number => {
        const wrong = each.slice(prefix - 1).findIndex(({ isFirst }) => !isFirst);
        return wrong < 0 ? tokens.length - prefix : wrong;
      };
      expect(row.matching_tokens).toEqual(row.prefix_tokens.map(run));
    }
  },
);
