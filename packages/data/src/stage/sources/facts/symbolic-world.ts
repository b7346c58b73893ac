import * as z from 'zod';
import { collectFacts } from '../../../corpus/facts/fact-set.js';
import { zipfExponent } from '../../worlds/size/zipf-exponent.js';
import { defineFactSource } from './fact-source.js';
import { totalOf, worldScenarios } from './scenarios.js';

const size = z.int().positive();

/** Options of a symbolic world, beside the scenarios of its facts, which are its subjects. */
export const symbolicKeys = {
  templates: size.default(64).describe('relation templates |R| of the world'),
  multiplicity: size.default(4).describe('templates K in which each fact is told'),
  answers: size.optional().describe('answers; by default as many as subjects, fewer are shared evenly'),
  formatTokens: size.max(64).default(1).describe('tokens of the question-answer format'),
  noisePerRow: z.int().nonnegative().default(0).describe('noise tokens around each subject'),
  noiseTokens: z
    .int()
    .nonnegative()
    .optional()
    .describe('noise tokens of the vocabulary; by default subjects + templates if rows have noise'),
  fineTuned: z.int().nonnegative().default(0).describe('subjects N_f whose questions are for training'),
  zipfExponent,
};

export const symbolicWorld = defineFactSource({
  name: 'symbolic',
  description: 'the symbolic world of arXiv 2508.00901: subjects, relation templates, answers',
  options: {
    scenarios: worldScenarios,
    ...symbolicKeys,
  },
  async open({ scenarios, ...options }, { seed }) {
    const { openWorld } = await import('../../worlds/open-world.js');
    const { dealScenarios } = await import('../../worlds/generated/deal-scenarios.js');
    const request = { kind: 'symbolic', subjects: totalOf(scenarios), seed, ...stated(options) } as const;
    return collectFacts(openWorld(request, dealScenarios(scenarios, seed)).facts());
  },
  async vocabulary({ scenarios, ...options }) {
    const { resolveSymbolicSizes } = await import('../../worlds/symbolic/symbolic-options.js');
    const { createSymbolicVocabulary } = await import('../../worlds/symbolic/symbolic-vocabulary.js');
    const sizes = resolveSymbolicSizes({ subjects: totalOf(scenarios), seed: 0, ...stated(options) });
    return createSymbolicVocabulary(sizes);
  },
});

/** Without the options that the world chooses by itself. */
function stated<T extends { answers?: number | undefined; noiseTokens?: number | undefined }>({
  answers,
  noiseTokens,
  ...others
}: T) {
  return {
    ...others,
    ...(answers === undefined ? {} : { answers }),
    ...(noiseTokens === undefined ? {} : { noiseTokens }),
  };
}
