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

export interface ScorerOptions {
  /** Hugging Face model directory: config.json and safetensors. */
  model: string;
  /** Directory of an adapter in PEFT's format. */
  adapter?: string | undefined;
  /** `auto`, `tensorflow` or `wasm`; where absent, LETHE_BACKEND, else `auto`. */
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
