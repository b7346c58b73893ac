import type { passageScores, RowOf } from '@lethe/contracts';
import type { ModelConfig } from '@lethe/model';
import type { CompiledModule } from '@lethe/runtime';
import type { ProgramSet } from '../checkpoints/model-loader.js';
import { measureTargets, spanPrograms } from '../span/measure-spans.js';
import { tokensOf } from '../span/plan-rows.js';
import { planSpans } from '../span/plan-spans.js';
import { checkTokens, type TokenSpan } from '../span/token-span.js';
import type { PassagesSpec } from './passages-measure.js';
import type { Passage } from './read-passages.js';
import { type PassageScore, scorePassage } from './score-passage.js';

/** How passages are scored with the models of one configuration. */
export interface PassagePlan extends ProgramSet {
  /**
   * Scores all passages with the parameters that the module holds.
   * @param updates done by the checkpoint; null where it is none
   * @param onCall called before every call of the model; may throw to stop
   * @returns rows of the table passage_scores, in the order of the passages
   */
  measure(
    module: Pick<CompiledModule, 'run'>,
    updates: number | null,
    log: (line: string) => void,
    onCall?: () => void,
  ): Promise<RowOf<typeof passageScores>[]>;
}

/**
 * Lays out passages as spans whose prompt is their first token: every other token is predicted from all before it, as in
 * the loss of a text by itself. Longer ones than the context are cut to it.
 * @throws LetheError for tokens that the model does not have
 */
export function planPassages(
  passages: readonly Passage[],
  config: ModelConfig,
  spec: PassagesSpec,
): PassagePlan {
  const { contextLength, vocabSize, architecture } = config;
  const spans = passages.map(({ factId, tokens }): TokenSpan => {
    return { id: factId, promptTokens: tokens.slice(0, 1), targetTokens: tokens.slice(1, contextLength) };
  });
  checkTokens(spans, vocabSize, architecture);
  const plan = planSpans(spans, contextLength);
  return {
    programs: spanPrograms(plan, config),
    tokens: tokensOf(plan.groups),
    async measure(module, updates, log, onCall) {
      const { logProbs, ranks, offsets } = await measureTargets(module, plan, onCall);
      const scores = spans.map((_, i) => {
        const [begin, end] = [offsets[i]!, offsets[i + 1]!];
        return scorePassage(logProbs.subarray(begin, end), ranks.subarray(begin, end), spec);
      });
      if (scores.length > 0) log(describe(scores, updates, spec));
      return scores.map((score, i) => ({
        ...{ step: updates, fact_id: spans[i]!.id, tokens: spans[i]!.targetTokens.length + 1 },
        ...{ mean_logprob: score.meanLogProb, min_k: spec.minK, min_k_logprob: score.minKLogProb },
        ...{ prefixes: spec.prefixes, prefix_tokens: score.prefixTokens },
        ...{ matching_tokens: score.matchingTokens, verbatim: score.verbatim },
      }));
    },
  };
}

function describe(
  scores: readonly PassageScore[],
  updates: number | null,
  { prefixes }: PassagesSpec,
): string {
  const mean = scores.reduce((sum, { meanLogProb }) => sum + meanLogProb, 0) / scores.length;
  const extracted = prefixes.map((prefix, i) => {
    const whole = scores.filter(({ verbatim }) => verbatim[i]).length;
    return `${whole} verbatim after ${Math.round(100 * prefix)} %`;
  });
  const after = updates === null ? '' : `after ${updates} updates, `;
  return `probe: ${after}${scores.length} texts at ${mean.toFixed(3)} nats per token${extracted.map((text) => `, ${text}`).join('')}`;
}
