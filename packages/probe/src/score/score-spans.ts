import { createProgressMeter } from '@lethe/contracts';
import type { SpanMeasurement } from '../span/measure-spans.js';
import type { TokenSpan } from '../span/token-span.js';
import { distinctSpans } from './distinct-spans.js';
import { openScorer, type ScorerOptions } from './open-scorer.js';
import { describeSeams } from './seams.js';
import type { Span } from './span-text.js';

export interface SpanScores {
  /** Log-probabilities, ranks and greedy matches, in the order of the spans. */
  measurement: SpanMeasurement;
  /** The same with the end of a text as the prompt, where that was asked for. */
  unconditional: SpanMeasurement | undefined;
  /** Spans whose prompt lost its beginning because it is longer than the model's context. */
  truncated: number;
  backend: string;
}

export interface ScoreOptions extends ScorerOptions {
  spans: readonly Span[];
  /** Token that ends a text: with it every target is scored by itself too, which `pointwiseInformation` needs. */
  endOfText?: number | undefined;
}

/**
 * Scores targets after their prompts with a model from a Hugging Face directory, base or with an adapter: the natural-log
 * probability of every target token, the rank of the first, and whether all are the most probable ones. Equal spans are
 * scored once. Seams at which the tokens of prompt and target differ from those of the whole text are logged.
 * @throws LetheError for models, adapters and tokens that cannot be used; `signal.reason` when it is aborted
 */
export async function scoreSpans(options: ScoreOptions): Promise<SpanScores> {
  const { spans, endOfText, log = () => {}, signal } = options;
  const seams = describeSeams(spans);
  if (seams) log(seams);
  const alone = (endOfText === undefined ? [] : spans).map(
    ({ id, targetTokens }): TokenSpan => ({ id, targetTokens, promptTokens: [endOfText!] }),
  );
  const { distinct, spread } = distinctSpans([...spans, ...alone]);
  const scorer = await openScorer(options);
  const prepared = await scorer.prepare(distinct);
  try {
    const meter = createProgressMeter({ total: distinct.length });
    const measured = await prepared.measure((done) => {
      signal?.throwIfAborted();
      const report = meter(done);
      if (!report) return;
      const rate = report.perSecond.toFixed(1);
      log(`probe: ${done} of ${distinct.length} spans, ${rate} spans/s, ${report.timeLeft}`);
    });
    return {
      measurement: spread(measured, 0, spans.length),
      unconditional: endOfText === undefined ? undefined : spread(measured, spans.length, 2 * spans.length),
      truncated: prepared.plan.truncated,
      backend: scorer.backend.name,
    };
  } finally {
    await prepared.dispose();
  }
}
