import { createProgressMeter, type linearProbes, type RowOf } from '@lethe/contracts';
import { type LazyWeights, type ModelConfig, openCheckpoint, type Weights } from '@lethe/model';
import { type Backend, type BackendName, openBackend } from '@lethe/runtime';
import { checkTokenizers } from '../checkpoints/check-tokenizers.js';
import { stepOfDirectory } from '../checkpoints/find-checkpoints.js';
import { readProbes } from '../span/read-probes.js';
import { extractStates } from './extract-states.js';
import { fitEmbeddedHeads } from './fit-embedded-heads.js';
import { fitLinearHead, type LabelledStates } from './linear-head.js';
import type { LinearSpec } from './linear-measure.js';
import { type AttributePlace, type LabelledPrompts, planAttributes } from './plan-attributes.js';

export interface AttributeHeadsOptions {
  backend: Backend;
  config: ModelConfig;
  weights: Weights | LazyWeights;
  /** Updates done by the checkpoint; null where it is none. */
  step: number | null;
  places: readonly AttributePlace[];
  spec: LinearSpec;
  log?: (line: string) => void;
  signal?: AbortSignal;
}

/**
 * P- and Q-probing after arXiv 2309.14316 (sections 5.1, 5.2): softmax heads on the states of the last layer of a frozen
 * model, fitted to the facts whose questions are for training and tested on the others. Heads alone read standardised
 * states. With a rank, a change of the embeddings is trained under the heads, after layer (P) or batch (Q) normalisation as
 * in the paper; the heads of all attributes at a place share one change.
 * @returns one row of the table linear_probes for every place and attribute
 */
export async function fitAttributeHeads(
  options: AttributeHeadsOptions,
): Promise<RowOf<typeof linearProbes>[]> {
  const { step, places, spec, log } = options;
  const { steps, learningRate, weightDecay, seed } = spec;
  const rows: RowOf<typeof linearProbes>[] = [];
  for (const place of places) {
    const { kind, position, cells } = place;
    const rank = spec.rank?.[kind] ?? 0;
    const batchSize = spec.batchSize ?? (rank > 0 ? EMBEDDED_BATCH[kind] : BATCH);
    const fitted = await (rank > 0
      ? fitWithEmbeddings(options, place, { rank, batchSize })
      : fitAlone(options, place, batchSize));
    cells.forEach((cell, i) => {
      const { updates, validation, trainAccuracy, testAccuracy } = fitted[i]!;
      const tested = cell.test.members.length;
      const { low, high } = wilsonInterval(Math.round(testAccuracy * tested), tested);
      const row: RowOf<typeof linearProbes> = {
        ...{ step, kind, position, attribute: cell.attribute, value: cell.value },
        ...{ question: cell.question, rank },
        ...{ train_facts: cell.train.members.length, validation_facts: validation, test_facts: tested },
        known_test_facts: cell.test.labels.filter((label) => label >= 0).length,
        ...{ classes: cell.classes, train_accuracy: trainAccuracy, test_accuracy: testAccuracy },
        ...{ test_low: low, test_high: high, majority: cell.majority, updates, most_updates: steps },
        ...{ learning_rate: learningRate, weight_decay: weightDecay, batch_size: batchSize, seed },
      };
      rows.push(row);
      log?.(describeProbe(row));
    });
  }
  return rows;
}

/** Facts per update where the spec does not say; those with changed embeddings are the paper's. */
const BATCH = 200;
const EMBEDDED_BATCH = { p: 50, q: 200 } as const;

/** One head of a place. */
interface FittedHead {
  updates: number;
  validation: number;
  trainAccuracy: number;
  testAccuracy: number;
}

async function fitAlone(
  { backend, config, weights, spec, signal }: AttributeHeadsOptions,
  { prompts, cells }: AttributePlace,
  batchSize: number,
): Promise<FittedHead[]> {
  const { width } = config;
  const { steps, learningRate, weightDecay, seed } = spec;
  const onCall = (): void => signal?.throwIfAborted();
  const states = await extractStates({ backend, config, weights, prompts, onCall });
  const fitted: FittedHead[] = [];
  for (const { classes, train, test } of cells) {
    const accuracies = await fitLinearHead({
      ...{ backend, width, classes, steps, learningRate, seed, batchSize, weightDecay, onCall },
      ...{ train: statesOf(train, states, width), test: statesOf(test, states, width) },
    });
    fitted.push({ updates: steps, validation: 0, ...accuracies });
  }
  return fitted;
}

async function fitWithEmbeddings(
  { backend, config, weights, spec, log, signal }: AttributeHeadsOptions,
  { kind, position, prompts, cells }: AttributePlace,
  { rank, batchSize }: { rank: number; batchSize: number },
): Promise<FittedHead[]> {
  const { steps } = spec;
  const meter = createProgressMeter({ total: steps });
  const { updates, heads } = await fitEmbeddedHeads({
    ...spec,
    ...{ backend, config, weights, prompts, cells, rank, batchSize },
    normalisation: kind === 'p' ? 'layer' : 'batch',
    onUpdate(done) {
      signal?.throwIfAborted();
      const report = meter(done);
      if (!report) return;
      const rate = report.perSecond.toFixed(1);
      log?.(
        `probe: ${kind}-probe ${position}, rank ${rank}: update ${done} of at most ${steps}, ${rate} updates/s, ${report.timeLeft}`,
      );
    },
  });
  return heads.map((head) => ({ updates, ...head }));
}

function describeProbe(row: RowOf<typeof linearProbes>): string {
  const { kind, position, attribute, value, rank, test_accuracy, test_low, test_high, majority } = row;
  const [accuracy, low, high, most] = [test_accuracy, test_low, test_high, majority].map((share) =>
    (100 * share).toFixed(1),
  );
  return `probe: ${kind}-probe ${position}, attribute ${attribute}${value === 'first' ? ' (first token)' : ''}${rank > 0 ? `, rank ${rank}` : ''}: ${accuracy} % right (${low} to ${high}), the most frequent value ${most} %`;
}

function statesOf({ members, labels }: LabelledPrompts, states: Float32Array, width: number): LabelledStates {
  const chosen = new Float32Array(members.length * width);
  members.forEach((member, row) => {
    chosen.set(states.subarray(member * width, (member + 1) * width), row * width);
  });
  return { states: chosen, labels };
}

/** Two-sided 95 % point of the standard normal distribution. */
const Z = 1.959963984540054;

/**
 * The 95 % interval of a share of independent yes-or-no outcomes (Wilson 1927): unlike the plain normal one it stays
 * within 0 and 1, and does not collapse where all outcomes agree.
 * @param right how many are yes, out of `count` of at least 1
 */
export function wilsonInterval(right: number, count: number): { low: number; high: number } {
  const share = right / count;
  const square = Z * Z;
  const centre = (share + square / (2 * count)) / (1 + square / count);
  const half =
    (Z / (1 + square / count)) * Math.sqrt((share * (1 - share)) / count + square / (4 * count * count));
  return { low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}

export interface AttributeProbeOptions {
  /** Data directory with facts, probes and tokenizer.json. */
  data: string;
  /** Hugging Face model directory. */
  model: string;
  spec: LinearSpec;
  backend?: string | undefined;
  log?: (line: string) => void;
  signal?: AbortSignal;
}

/**
 * P- and Q-probing of one model with the facts of a data directory: see `fitAttributeHeads`.
 * @returns rows of the table linear_probes
 * @throws LetheError when there is nothing to probe, to train on or to test, or the model has another tokenizer
 */
export async function probeAttributes(options: AttributeProbeOptions): Promise<RowOf<typeof linearProbes>[]> {
  const { data, model, spec, ...rest } = options;
  checkTokenizers([model], data, options.log ?? (() => {}));
  const places = await planAttributes(data, await readProbes(data), spec);
  const { config, weights } = openCheckpoint(model);
  const backend = await openBackend({ backend: options.backend as BackendName | 'auto' | undefined });
  return fitAttributeHeads({ ...rest, backend, config, weights, places, spec, step: stepOfDirectory(model) });
}
