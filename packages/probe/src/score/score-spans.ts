import { createProgressMeter } from '@lethe/contracts';
import {
  type LazyWeights,
  type LoraConfig,
  loadAdapter,
  type ModelConfig,
  openCheckpoint,
  type Weights,
} from '@lethe/model';
import { type Backend, type BackendName, backendRemarks, compile, openBackend } from '@lethe/runtime';
import { measureSpans, type SpanMeasurement, spanPrograms } from '../span/measure-spans.js';
import { planSpans, type SpanPlan } from '../span/plan-spans.js';
import { checkTokens, type TokenSpan } from '../span/token-span.js';
import type { Span } from './load-spans.js';
import { describeBoundaries } from './token-boundaries.js';

export interface SpanScores {
  /** Log-probabilities, ranks and greedy matches, in the order of the spans. */
  measurement: SpanMeasurement;
  /** The same with the end-of-text token as the prompt, where `endOfText` was given. */
  unconditional: SpanMeasurement | undefined;
  /** Spans whose prompt lost its beginning because it is longer than the model's context. */
  truncated: number;
  backend: string;
}

export interface ScoreOptions extends ScorerOptions {
  spans: readonly Span[];
  /** End-of-text token; with it every target is also scored without its prompt, which `pointwiseInformation` needs. */
  endOfText?: number | undefined;
}

/**
 * Scores targets after their prompts with a model from a Hugging Face directory, base or with an adapter: the natural-log
 * probability of every target token, the rank of the first, and whether all are the most probable ones. Equal spans are
 * scored once. Spans without a token boundary between prompt and target are logged.
 * @throws LetheError for models, adapters and tokens that cannot be used; `signal.reason` when it is aborted
 */
export async function scoreSpans(options: ScoreOptions): Promise<SpanScores> {
  const { spans, endOfText, log = () => {}, signal } = options;
  const boundaries = describeBoundaries(spans);
  if (boundaries) log(boundaries);
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

export interface ScorerOptions {
  /** Hugging Face model directory: config.json and safetensors. */
  model: string;
  /** Directory of an adapter in PEFT's format. */
  adapter?: string | undefined;
  /** `auto`, `tensorflow` or `wasm`; if omitted, LETHE_BACKEND, else `auto`. */
  backend?: string | undefined;
  log?: (line: string) => void;
  signal?: AbortSignal;
}

/** A model that can score spans; every set of spans is one module of compiled programs. */
export interface Scorer {
  config: ModelConfig;
  backend: Backend;
  /** Compiles the programs for a set of spans, which can then be measured again and again. */
  prepare(spans: readonly TokenSpan[]): Promise<PreparedSpans>;
}

export interface PreparedSpans {
  plan: SpanPlan;
  /** @param onCall called before every call with the number of spans measured so far */
  measure(onCall?: (done: number) => void): Promise<SpanMeasurement>;
  dispose(): Promise<void>;
}

/**
 * Opens a model, with or without an adapter, for scoring.
 * @throws LetheError for a model or adapter that cannot be read; `prepare` for spans that the model cannot read
 */
export async function openScorer({ model, adapter, backend: name, log }: ScorerOptions): Promise<Scorer> {
  const { config, weights } = openCheckpoint(model);
  const lora = adapter === undefined ? undefined : loadAdapter(adapter, config);
  const backend = await openBackend({ backend: name as BackendName | 'auto' | undefined });
  for (const line of backendRemarks(backend)) log?.(line);
  return {
    config,
    backend,
    async prepare(spans) {
      checkTokens(spans, config.vocabSize, model);
      const plan = planSpans(spans, config.contextLength);
      return prepare(backend, plan, config, weights, lora);
    },
  };
}

async function prepare(
  backend: Backend,
  plan: SpanPlan,
  config: ModelConfig,
  weights: LazyWeights,
  adapter: { lora: LoraConfig; weights: Weights } | undefined,
): Promise<PreparedSpans> {
  const state = { ...weights, ...adapter?.weights };
  const programs = spanPrograms(plan, config, adapter?.lora);
  const module = await compile({ backend, state, programs });
  return {
    plan,
    measure: (onCall) => measureSpans(module, plan, onCall),
    dispose: () => module.dispose(),
  };
}

/**
 * The spans that differ in prompt or target, each once.
 * `spread` turns their measurement into that of the given spans from number `begin` to `end`.
 */
export function distinctSpans(spans: readonly TokenSpan[]): {
  distinct: TokenSpan[];
  spread: (measured: SpanMeasurement, begin: number, end: number) => SpanMeasurement;
} {
  const numbers = new Map<string, number>();
  const distinct: TokenSpan[] = [];
  const numberOf = spans.map((span) => {
    const key = `${span.promptTokens.join(' ')}|${span.targetTokens.join(' ')}`;
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, distinct.length);
    return distinct.push(span) - 1;
  });
  return {
    distinct,
    spread({ logProbs, offsets, firstRanks, greedyMatches }, begin, end) {
      const chosen = numberOf.slice(begin, end);
      const places = new Int32Array(chosen.length + 1);
      chosen.forEach((number, i) => {
        places[i + 1] = places[i]! + offsets[number + 1]! - offsets[number]!;
      });
      const values = new Float32Array(places[chosen.length]!);
      chosen.forEach((number, i) => {
        values.set(logProbs.subarray(offsets[number], offsets[number + 1]), places[i]);
      });
      return {
        logProbs: values,
        offsets: places,
        firstRanks: Int32Array.from(chosen, (number) => firstRanks[number]!),
        greedyMatches: chosen.map((number) => greedyMatches[number]!),
      };
    },
  };
}
