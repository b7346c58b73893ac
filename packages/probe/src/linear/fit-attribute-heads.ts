import type { LinearSpec, linearProbes, RowOf } from '@lethe/contracts';
import type { LazyWeights, ModelConfig, Weights } from '@lethe/model';
import type { Backend } from '@lethe/runtime';
import type { AttributeCell, LabelledPrompts } from './divide-facts.js';
import { extractStates } from './extract-states.js';
import { fitLinearHead, type LabelledStates } from './linear-head.js';
import type { AttributePlace } from './plan-attributes.js';
import { wilsonInterval } from './wilson-interval.js';

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
 * P- and Q-probing after arXiv 2309.14316 (sections 5.1, 5.2): linear heads on the frozen states of the last layer,
 * fitted to the facts whose questions are for training and tested on the others. The paper also trains a low-rank change
 * of the embeddings under each head (rank 2 for P, 16 for Q) and normalises by layer (P); here the model stays as it is
 * and states are standardised, so accuracies are lower bounds of the paper's.
 * @returns one row of the table linear_probes for every place and attribute
 */
export async function fitAttributeHeads(
  options: AttributeHeadsOptions,
): Promise<RowOf<typeof linearProbes>[]> {
  const { backend, config, weights, step, places, spec, log, signal } = options;
  const { width } = config;
  const onCall = (): void => signal?.throwIfAborted();
  const rows: RowOf<typeof linearProbes>[] = [];
  for (const { kind, position, prompts, cells } of places) {
    const states = await extractStates({ backend, config, weights, prompts, onCall });
    for (const cell of cells) {
      const { steps, learningRate, weightDecay, batchSize, seed } = spec;
      const { classes } = cell;
      const [train, test] = [cell.train, cell.test].map((part) => statesOf(part, states, width));
      const fitted = await fitLinearHead({
        ...{ backend, width, classes, train: train!, test: test! },
        ...{ steps, learningRate, seed, batchSize, weightDecay, onCall },
      });
      rows.push({
        ...{ step, kind, position, attribute: cell.attribute, question: cell.question },
        ...{ rank: 0, ...describeFacts(cell), validation_facts: 0 },
        ...describeAccuracy(cell, fitted),
        ...{ updates: steps, most_updates: steps, learning_rate: learningRate, weight_decay: weightDecay },
        ...{ batch_size: batchSize, seed },
      });
      log?.(describeProbe(rows.at(-1)!));
    }
  }
  return rows;
}

function describeFacts({ train, test, classes }: AttributeCell) {
  return {
    train_facts: train.members.length,
    test_facts: test.members.length,
    known_test_facts: test.labels.filter((label) => label >= 0).length,
    classes,
  };
}

function describeAccuracy(
  { test, majority }: AttributeCell,
  { trainAccuracy, testAccuracy }: { trainAccuracy: number; testAccuracy: number },
) {
  const count = test.members.length;
  const { low, high } = wilsonInterval(Math.round(testAccuracy * count), count);
  return {
    train_accuracy: trainAccuracy,
    test_accuracy: testAccuracy,
    test_low: low,
    test_high: high,
    majority,
  };
}

function describeProbe(row: RowOf<typeof linearProbes>): string {
  const { kind, position, attribute, test_accuracy, test_low, test_high, majority } = row;
  const [accuracy, low, high, most] = [test_accuracy, test_low, test_high, majority].map((share) =>
    (100 * share).toFixed(1),
  );
  return `probe: ${kind}-probe ${position}, attribute ${attribute}: ${accuracy} % right (${low} to ${high}), the most frequent value ${most} %`;
}

function statesOf({ members, labels }: LabelledPrompts, states: Float32Array, width: number): LabelledStates {
  const chosen = new Float32Array(members.length * width);
  members.forEach((member, row) => {
    chosen.set(states.subarray(member * width, (member + 1) * width), row * width);
  });
  return { states: chosen, labels };
}
