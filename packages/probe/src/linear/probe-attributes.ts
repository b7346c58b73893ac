import { join } from 'node:path';
import { facts as factsTable, LetheError, readRows } from '@lethe/contracts';
import { openCheckpoint } from '@lethe/model';
import { type BackendName, openBackend } from '@lethe/runtime';
import { openTokenizerFile } from '../generate/open-tokenizer.js';
import { readProbes } from '../span/read-probes.js';
import {
  type AttributeLabels,
  type AttributePrompts,
  attributeLabels,
  namePrompts,
  positionPrompts,
} from './attribute-states.js';
import { extractStates } from './extract-states.js';
import { fitLinearHead, type LabelledStates } from './linear-head.js';

export interface AttributeProbeOptions {
  /** Data directory with facts, probes and tokenizer.json. */
  data: string;
  /** Hugging Face model directory. */
  model: string;
  kinds: readonly ('p' | 'q')[];
  steps: number;
  learningRate: number;
  seed: number;
  backend?: string | undefined;
  log?: (line: string) => void;
  signal?: AbortSignal;
}

/** How well one attribute can be read at one place. */
export interface AttributeAccuracy {
  kind: 'p' | 'q';
  position: number;
  attribute: string;
  /** Facts that the head is fitted to, and facts that it is tested on. */
  train: number;
  test: number;
  /** Values among the facts for training. */
  classes: number;
  /** How often the most frequent value of training is right in the test. */
  majority: number;
  trainAccuracy: number;
  testAccuracy: number;
}

const BATCH = 200;
const WEIGHT_DECAY = 0.1;

/**
 * P- and Q-probing after arXiv 2309.14316 (sections 5.1, 5.2): linear heads on the frozen states of the last layer,
 * fitted to the facts whose questions are for training and tested on the others. The paper also trains a low-rank change
 * of the embeddings under each head (rank 2 for P, 16 for Q) and normalises by layer (P); here the model stays as it is
 * and states are standardised, so accuracies are lower bounds of the paper's.
 * @throws LetheError when there are no such probes, or nothing to train on or to test
 */
export async function probeAttributes(options: AttributeProbeOptions): Promise<AttributeAccuracy[]> {
  const { data, model, kinds, backend: name, log, signal } = options;
  const probes = await readProbes(data);
  const facts = await readRows(data, factsTable);
  const labels = attributeLabels(probes, facts);
  const places = kinds.flatMap((kind) => {
    if (kind === 'p') return positionPrompts(probes);
    const tokenizer = openTokenizerFile(join(data, 'tokenizer.json'), 'name a directory of `lethe data`');
    return [namePrompts(facts, tokenizer.encode, tokenizer.endOfText())];
  });
  if (labels.length === 0 || places.every(({ prompts }) => prompts.length === 0)) {
    throw new LetheError({
      what: 'there is nothing to probe for',
      where: data,
      expected: 'qa probes, and memorization probes (p) or facts with subjects (q)',
    });
  }
  const { config, weights } = openCheckpoint(model);
  const backend = await openBackend({ backend: name as BackendName | 'auto' | undefined });
  const found: AttributeAccuracy[] = [];
  const checkAbort = (): void => signal?.throwIfAborted();
  for (const place of places) {
    const states = await extractStates({
      backend,
      config,
      weights,
      prompts: place.prompts,
      onCall: checkAbort,
    });
    for (const attribute of labels) {
      const cell = divide(place, attribute, states, config.width);
      if (cell.train.labels.length === 0 || cell.test.labels.length === 0) continue;
      const { steps, learningRate, seed } = options;
      const fitted = await fitLinearHead({
        ...{ backend, width: config.width, classes: cell.classes, train: cell.train, test: cell.test },
        ...{ steps, learningRate, seed, batchSize: BATCH, weightDecay: WEIGHT_DECAY, onCall: checkAbort },
      });
      const { kind, position } = place;
      const sizes = { train: cell.train.labels.length, test: cell.test.labels.length };
      const { classes, majority } = cell;
      found.push({ kind, position, attribute: attribute.attribute, ...sizes, classes, majority, ...fitted });
      log?.(
        `probe: ${kind}-probe ${position}, attribute ${attribute.attribute}: ${(100 * fitted.testAccuracy).toFixed(1)} % right`,
      );
    }
  }
  if (found.length > 0) return found;
  throw new LetheError({
    what: 'no attribute has facts both for training and for testing',
    where: `${data}, column split of qa probes`,
    expected: 'train for some facts, test for others',
  });
}

/** States and classes of one place and attribute, by split. */
function divide(
  { factIds }: AttributePrompts,
  { values }: AttributeLabels,
  states: Float32Array,
  width: number,
): { train: LabelledStates; test: LabelledStates; classes: number; majority: number } {
  const classOf = new Map<string, number>();
  const counts: number[] = [];
  for (const { value, split } of factIds.flatMap((id) => values.get(id) ?? [])) {
    if (split !== 'train') continue;
    const number = classOf.get(value) ?? classOf.size;
    classOf.set(value, number);
    counts[number] = (counts[number] ?? 0) + 1;
  }
  const part = (wanted: string): LabelledStates => {
    const members = factIds.flatMap((id, i) => (values.get(id)?.split === wanted ? [i] : []));
    const chosen = new Float32Array(members.length * width);
    members.forEach((member, row) => {
      chosen.set(states.subarray(member * width, (member + 1) * width), row * width);
    });
    const labels = Int32Array.from(members, (i) => classOf.get(values.get(factIds[i]!)!.value) ?? -1);
    return { states: chosen, labels };
  };
  const test = part('test');
  const most = counts.indexOf(Math.max(...counts));
  const majority = test.labels.filter((label) => label === most).length / test.labels.length;
  return { train: part('train'), test, classes: classOf.size, majority };
}
