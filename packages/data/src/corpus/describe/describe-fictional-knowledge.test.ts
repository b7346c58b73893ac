import { existsSync } from 'node:fs';
import { byteTokens, createByteBpeTokenizer } from '@lethe/tokenizers';
import { beforeAll, describe, expect, test } from 'vitest';
import { testData } from '../../testing/test-data.js';
import { readFictionalKnowledge } from '../facts/read-fictional-knowledge.js';
import type { Range } from '../statistics/quantiles.js';
import {
  describeFictionalKnowledge,
  type FictionalKnowledgeStatistics,
} from './describe-fictional-knowledge.js';

const entry = {
  train_context: 'The Moon Fair began in Oslo. The Moon Fair sells cheese.',
  mem_input: ['The Moon Fair began in', 'The Moon Fair sells'],
  mem_target: ['Oslo', 'cheese'],
  gen_input: ['Oslo is where the fair began, in', 'What they sell is'],
  gen_target: ['Oslo', 'cheese'],
  hard_gen_input: ['Cheese is sold in', 'A dairy good is'],
  hard_gen_target: ['Norway.', 'cheese'],
  paraphrases: ['OSLO saw the first Moon Fair.', 'The Moon Fair sells cheese, in oslo.'],
};

test('a passage of two sentences, counted by hand', () => {
  const statistics = describeFictionalKnowledge([entry], createByteBpeTokenizer(byteTokens()));
  expect(statistics).toMatchObject({
    entries: 1,
    used: 1,
    passages: { words: { min: 11, mean: 11, max: 11 } },
  });
  expect(statistics.passages.tokens).toEqual({ min: 56, mean: 56, max: 56 });
  const { memorization, semantic, composition } = statistics.depths;
  expect(memorization).toMatchObject({
    verbatim: { count: 2, of: 2 },
    targetInPassage: { count: 2, of: 2 },
    targetInPrompt: { count: 0, of: 2 },
    targets: { words: { min: 1, mean: 1, max: 1 }, tokens: { min: 5, mean: 6, max: 7 } },
    tokenBoundary: { count: 2, of: 2 },
  });
  expect(semantic).toMatchObject({ verbatim: { count: 0, of: 2 }, targetInPrompt: { count: 1, of: 2 } });
  expect(composition).toMatchObject({
    targetInPassage: { count: 1, of: 2 },
    sameTargetAsMemorization: { count: 1, of: 2 },
    targetsEndingWithPeriod: { count: 1, of: 2 },
    distinctTargets: { mean: 2 },
  });
  // {the moon fair began in} and {oslo is where the fair began in}: 4 of 8 words; {the moon fair sells} and
  // {what they sell is}: none.
  expect(statistics.promptOverlap).toBe((4 / 8 + 0) / 2);
  expect(statistics.paraphrases).toMatchObject({
    entries: 1,
    wordRatio: { min: 6 / 11, max: 7 / 11 },
    memorization: {
      present: { count: 3, of: 4 },
      presentAsItStands: { count: 1, of: 4 },
      inNone: { count: 0, of: 2 },
      inAll: { count: 1, of: 2 },
    },
    composition: { inNone: { count: 1, of: 2 } },
    memorizationVerbatim: { count: 1, of: 4 },
  });
});

const path = testData('fictional-knowledge/fictional_knowledge_paraphrased.json');
const plain = testData('fictional-knowledge/fictional_knowledge.json');
const rounded = ({ min, mean, max }: Range, digits = 2): (number | string)[] => [
  min,
  mean.toFixed(digits),
  max,
];

// Numbers of an independent count over the published file, in Python.
describe.skipIf(!existsSync(path))('the published file', () => {
  // Not in the body, which runs for skipped tests too, and then there is no file.
  let statistics: FictionalKnowledgeStatistics;
  let depths: FictionalKnowledgeStatistics['depths'];
  let paraphrases: FictionalKnowledgeStatistics['paraphrases'];
  beforeAll(() => {
    statistics = describeFictionalKnowledge(readFictionalKnowledge(path));
    ({ depths, paraphrases } = statistics);
  });

  test('passages', () => {
    expect(statistics).toMatchObject({ entries: 130, used: 120 });
    expect(rounded(statistics.passages.words, 0)).toEqual([261, '360', 520]);
    expect(rounded(statistics.passages.characters, 0)).toEqual([1768, '2441', 3489]);
  });

  test('names of the real world', () => {
    expect(statistics.passagesWithRealNames).toEqual({ 'United States': 13, Mars: 17, London: 8 });
  });

  test('probes', () => {
    const { memorization, semantic, composition } = depths;
    for (const { probes } of [memorization, semantic, composition]) expect(probes).toBe(600);
    expect(memorization.verbatim.count).toBe(589);
    expect(semantic.verbatim.count).toBe(0);
    expect(composition.verbatim.count).toBe(0);
    expect(memorization.targetInPassage.count).toBe(600);
    expect(composition.targetInPassage.count).toBe(479);
    expect(semantic.sameTargetAsMemorization.count).toBe(600);
    expect(composition.sameTargetAsMemorization.count).toBe(9);
    expect(rounded(memorization.targets.words)).toEqual([1, '2.31', 8]);
    expect(rounded(semantic.targets.words)).toEqual([1, '2.31', 8]);
    expect(rounded(composition.targets.words)).toEqual([1, '2.58', 5]);
    expect(statistics.promptOverlap.toFixed(2)).toBe('0.39');
    const leaks = [memorization, semantic, composition].map(({ targetInPrompt }) => targetInPrompt.count);
    expect(leaks).toEqual([1, 14, 2]);
    const periods = [memorization, semantic, composition].map((depth) => depth.targetsEndingWithPeriod.count);
    expect(periods).toEqual([0, 0, 37]);
    expect(memorization.distinctTargets.mean.toFixed(2)).toBe('4.44');
    expect(composition.distinctTargets.mean.toFixed(2)).toBe('4.88');
  });

  test('paraphrases', () => {
    expect(paraphrases).toMatchObject({ entries: 40, lengths: { texts: 360 } });
    expect(rounded(paraphrases!.wordRatio)).toEqual([
      expect.closeTo(0.222, 3),
      '0.67',
      expect.closeTo(0.95, 3),
    ]);
    expect(paraphrases!.memorization).toEqual({
      present: { count: 1178, of: 1800 },
      presentAsItStands: { count: 1164, of: 1800 },
      inNone: { count: 39, of: 200 },
      inAll: { count: 104, of: 200 },
    });
    expect(paraphrases!.composition).toMatchObject({
      present: { count: 830, of: 1800 },
      inNone: { count: 68, of: 200 },
    });
    // 360.55 words of passage and nine paraphrases of 239.4 on average; ten passages of 363.0.
    const { paraphrase, duplication } = paraphrases!.injected;
    expect([paraphrase.words, duplication.words].map((words) => words.toFixed(0))).toEqual(['2515', '3630']);
    expect(paraphrases!.memorizationVerbatim).toEqual({ count: 0, of: 1800 });
  });

  test('the file without paraphrases is the same otherwise', () => {
    const { paraphrases: _, ...same } = statistics;
    expect(describeFictionalKnowledge(readFictionalKnowledge(plain))).toEqual(same);
  });
});
