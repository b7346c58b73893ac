import type { StageContext } from '@lethe/contracts';
import { type BackendName, backendRemarks, type compile, openBackend } from '@lethe/runtime';
import { checkTokenizers } from './checkpoints/check-tokenizers.js';
import { type Checkpoint, findCheckpoints } from './checkpoints/find-checkpoints.js';
import { createModelLoader, type ProbedModel } from './checkpoints/model-loader.js';
import { type AnswerWriter, createAnswerWriter } from './generate/answer-writer.js';
import { generateGreedily } from './generate/generate-greedily.js';
import { readAnswerWorld } from './generate/judge-answer.js';
import { type AnswerDecoder, openTokenizer } from './generate/open-tokenizer.js';
import { openMeasures } from './measure-checkpoints.js';
import type { ProbeSpec } from './probe-options.js';
import { describeBoundaries, type ProbeSummary, summariseProbes } from './score/token-boundaries.js';
import { measureSpans, type SpanMeasurement } from './span/measure-spans.js';
import { readProbes } from './span/read-probes.js';
import { createTraceWriter } from './span/trace-writer.js';

export interface ProbeOptions {
  config: ProbeSpec;
  /** Directory of the data stage. */
  data: string;
  /** Directory of the train stage. */
  train: string;
  /** `auto`, `tensorflow` or `wasm`; by default LETHE_BACKEND, else `auto`. */
  backend?: string;
  /** That of a member of a lockstep (`createLockstep`), to probe several runs as one program. */
  compile?: typeof compile;
}

/**
 * The probe stage: scores the saved checkpoints of a training. Writes the trace table (log-probability of every
 * target token), the answers table (greedy generation) and, where the spec asks for them, the tables linear_probes,
 * mechanism and passage_scores; all are empty where the trainer left no checkpoints.
 * @returns the backend that it ran on, and a summary of the probes for the manifest
 * @throws LetheError for checkpoints or probes that cannot be used, or that have different tokenizers; `context.signal.reason` when it is aborted
 */
export async function runProbe(
  options: ProbeOptions,
  context: StageContext,
): Promise<{ backend: string; summary: { probe: ProbeSummary } }> {
  const { config, data, train } = options;
  const { log, out, signal } = context;
  const probes = await readProbes(data);
  const boundaries = describeBoundaries(probes);
  if (boundaries) log(boundaries);
  const saved = findCheckpoints(train);
  const checkpoints = chooseCheckpoints(saved, config.checkpoints);
  if (checkpoints.length === 0) {
    log(`probe: ${train} has no checkpoints/step-<updates>, so nothing is measured and all tables are empty`);
  }
  checkTokenizers(
    checkpoints.map(({ directory }) => directory),
    data,
    log,
  );
  const judging =
    config.generate && checkpoints.length > 0
      ? { decoder: openTokenizer(data), world: await readAnswerWorld(data, probes) }
      : undefined;
  // openBackend rejects unknown names.
  const backend = await openBackend({
    backend: options.backend as BackendName | 'auto' | undefined,
    threads: config.threads ?? undefined,
  });
  for (const line of backendRemarks(backend)) log(line);
  const measures = await openMeasures(config, { data, probes, saved, out, backend, log, signal });
  const loader = createModelLoader({
    ...{ backend, probes, compile: options.compile },
    maxTokens: config.generate?.maxTokens,
    checkpoints: checkpoints.length,
    others: measures.plans,
  });
  let cut: number | undefined;
  const trace = createTraceWriter(out);
  const answers = createAnswerWriter(out, probes, judging);
  try {
    for (const checkpoint of checkpoints) {
      const { updates, directory } = checkpoint;
      signal.throwIfAborted();
      const model = await loader.load(directory);
      const measurement = await measureSpans(model.module, model.spans);
      trace.add(updates, probes, measurement);
      cut = model.spans.truncated;
      const generated = judging && (await answer(model, judging.decoder, updates, answers, signal));
      log(`probe: after ${updates} updates, ${describe(measurement)}${generated ?? ''}`);
      await measures.add(checkpoint, model.module);
    }
  } catch (error) {
    trace.close();
    answers.abort();
    measures.abort();
    throw error;
  } finally {
    await loader.dispose();
  }
  trace.close();
  answers.close();
  measures.close();
  return { backend: backend.name, summary: { probe: summariseProbes(probes, cut) } };
}

function chooseCheckpoints(
  all: readonly Checkpoint[],
  which: ProbeSpec['checkpoints'],
): readonly Checkpoint[] {
  return which === 'all' ? all : all.slice(-1);
}

/** Generates and writes the answers of one checkpoint; returns how many are right, as text for the log. */
async function answer(
  model: ProbedModel,
  decoder: AnswerDecoder,
  updates: number,
  writer: AnswerWriter,
  signal: AbortSignal,
): Promise<string> {
  const checkAbort = (): void => signal.throwIfAborted();
  const generated = await generateGreedily(model.module, model.generation!, decoder.endTokens, checkAbort);
  return `, ${writer.add(updates, generated)} of ${generated.length} answers right`;
}

function describe({ logProbs, offsets, greedyMatches }: SpanMeasurement): string {
  const mean = logProbs.reduce((sum, value) => sum + value, 0) / Math.max(1, logProbs.length);
  const greedy = greedyMatches.filter(Boolean).length;
  return `${offsets.length - 1} probes at ${mean.toFixed(3)} nats per token, ${greedy} targets most probable`;
}
