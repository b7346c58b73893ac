import { createRandom } from '@lethe/contracts';
import {
  createEmbeddedHeads,
  type EmbeddedHeads,
  type EmbeddedHeadsOptions,
  type Judgement,
} from './embedded-heads.js';
import { standardiseBy, standardiseRows } from './extract-states.js';
import type { AttributeCell, LabelledPrompts } from './plan-attributes.js';

export interface FitEmbeddedHeadsOptions extends Omit<EmbeddedHeadsOptions, 'classes'> {
  /** The attributes to be read, one head each. */
  cells: readonly AttributeCell[];
  /** Of the first update; it falls linearly to 0. */
  learningRate: number;
  /** Called before every update with how many are done, so that the caller can stop by throwing. */
  onUpdate?: (done: number) => void;
}

export interface FittedHeads {
  /** Updates of the heads that were kept. */
  updates: number;
  /** For every head. */
  heads: {
    /** Training facts that it was fitted to, and those held back for early stopping. */
    fitted: number;
    validation: number;
    trainAccuracy: number;
    testAccuracy: number;
  }[];
}

/** One in so many training facts is held back for early stopping, where there are at least so many. */
const VALIDATION_ONE_IN = 10;
const LEAST_FOR_VALIDATION = 40;
/** Evaluations of a whole fit, and how many in a row without an improvement end it. */
const EVALUATIONS = 40;
const PATIENCE = 8;

/**
 * Fits the heads of all attributes of a place with one low-rank change of the embeddings under them. A tenth of the training
 * facts is held back: the heads are kept as they were when most of their values were right, on ties when they were most
 * probable, and the fit ends after a fifth of all updates without an improvement.
 */
export async function fitEmbeddedHeads(options: FitEmbeddedHeadsOptions): Promise<FittedHeads> {
  const { cells, batchSize, steps, learningRate, seed, onUpdate } = options;
  const heads = await createEmbeddedHeads({ ...options, classes: cells.map(({ classes }) => classes) });
  const { fitted, validation } = holdBack(cells, seed);
  const labelsOf = tabulate(cells, options.prompts.length);
  const judge = createJudge(heads, options, fitted);
  const validationLabels = onlyKnown(labelsOf(validation, 'train'), labelsOf(fitted, 'train'));
  const random = createRandom(seed, 'probe/embedded heads');
  const every = Math.max(1, Math.floor(steps / EVALUATIONS));
  let best: { score: Score; updates: number; saved: Awaited<ReturnType<EmbeddedHeads['save']>> } | undefined;
  let since = 0;
  try {
    for (let update = 0; update < steps && since < PATIENCE; update++) {
      onUpdate?.(update);
      const members = Array.from({ length: batchSize }, () => random.pick(fitted));
      const rate = learningRate * (1 - update / steps);
      await heads.step(members, labelsOf(members, 'train'), rate, update);
      const done = update + 1;
      if (validation.length === 0 || (done % every > 0 && done < steps)) continue;
      const [judged] = await judge([{ members: validation, labels: validationLabels }]);
      const score = scoreOf(judged!);
      if (!best || isBetter(score, best.score)) {
        best = { score, updates: done, saved: await heads.save() };
        since = 0;
      } else since++;
    }
    if (best) await heads.restore(best.saved);
    const tested = membersOf(cells.map(({ test }) => test));
    const [onFitted, onTested] = await judge([
      { members: fitted, labels: labelsOf(fitted, 'train') },
      { members: tested, labels: labelsOf(tested, 'test') },
    ]);
    const heldBack = new Set(validation);
    return {
      updates: best?.updates ?? steps,
      heads: cells.map(({ train }, head) => {
        const held = train.members.filter((member) => heldBack.has(member)).length;
        return {
          fitted: train.members.length - held,
          validation: held,
          trainAccuracy: onFitted![head]!.right / onFitted![head]!.count,
          testAccuracy: onTested![head]!.right / onTested![head]!.count,
        };
      }),
    };
  } finally {
    await heads.dispose();
  }
}

/** Training prompts that heads are fitted to, and those held back. */
function holdBack(cells: readonly AttributeCell[], seed: number): { fitted: number[]; validation: number[] } {
  const members = membersOf(cells.map(({ train }) => train));
  if (members.length < LEAST_FOR_VALIDATION) return { fitted: members, validation: [] };
  // An attribute of few facts keeps at least one of them.
  const kept = new Set(cells.map(({ train }) => train.members[0]!));
  const free = members.filter((member) => !kept.has(member));
  const shuffled = createRandom(seed, 'probe/validation').shuffle(free);
  const held = Math.floor(members.length / VALIDATION_ONE_IN);
  return { fitted: [...kept, ...shuffled.slice(held)], validation: shuffled.slice(0, held) };
}

const membersOf = (parts: readonly LabelledPrompts[]): number[] => [
  ...new Set(parts.flatMap(({ members }) => members)),
];

/** The labels of every head for some prompts, by split; -1 for a prompt without the attribute, -2 for an unknown value. */
function tabulate(cells: readonly AttributeCell[], count: number) {
  const tables = cells.map((cell) => {
    const table = { train: new Int32Array(count).fill(ABSENT), test: new Int32Array(count).fill(ABSENT) };
    for (const split of ['train', 'test'] as const) {
      const { members, labels } = cell[split];
      members.forEach((member, i) => {
        table[split][member] = labels[i]! < 0 ? UNKNOWN : labels[i]!;
      });
    }
    return table;
  });
  return (members: readonly number[], split: 'train' | 'test'): Int32Array[] =>
    tables.map((table) => Int32Array.from(members, (member) => table[split][member]!));
}

const ABSENT = -1;
const UNKNOWN = -2;

/** Labels in which values that the heads are not fitted to are unknown: their log-probability says nothing of the others. */
function onlyKnown(labels: readonly Int32Array[], fitted: readonly Int32Array[]): Int32Array[] {
  return labels.map((own, head) => {
    const known = new Set(fitted[head]);
    return own.map((label) => (label === ABSENT || known.has(label) ? label : UNKNOWN));
  });
}

interface HeadScore {
  right: number;
  /** Prompts that have the attribute, those with an unknown value among them. */
  count: number;
  /** Sum of the log-probabilities of their values, nats. */
  logProb: number;
}

/** Prompts with their labels for every head. */
interface Judged {
  members: readonly number[];
  labels: readonly Int32Array[];
}

/** Judges sets of prompts by the heads as they are. Columns are standardised by the prompts that the heads are fitted to. */
function createJudge(
  heads: EmbeddedHeads,
  { normalisation, config }: Pick<FitEmbeddedHeadsOptions, 'normalisation' | 'config'>,
  fitted: readonly number[],
): (sets: readonly Judged[]) => Promise<HeadScore[][]> {
  const { width } = config;
  return async (sets) => {
    const standardise =
      normalisation === 'layer'
        ? (states: Float32Array) => standardiseRows(states, width)
        : standardiseBy(await heads.states(fitted), width);
    const scores: HeadScore[][] = [];
    for (const { members, labels } of sets) {
      const judged = await heads.judge(standardise(await heads.states(members)), labels);
      scores.push(judged.map((judgement, head) => countRight(judgement, labels[head]!)));
    }
    return scores;
  };
}

function countRight({ chosen, logProbs }: Judgement, labels: Int32Array): HeadScore {
  const score = { right: 0, count: 0, logProb: 0 };
  labels.forEach((label, i) => {
    if (label === ABSENT) return;
    score.count++;
    if (label === UNKNOWN) return;
    if (chosen[i] === label) score.right++;
    score.logProb += logProbs[i]!;
  });
  return score;
}

type Score = readonly [right: number, logProb: number];

const scoreOf = (heads: readonly HeadScore[]): Score => [
  heads.reduce((sum, { right }) => sum + right, 0),
  heads.reduce((sum, { logProb }) => sum + logProb, 0),
];

const isBetter = ([right, logProb]: Score, [otherRight, otherLogProb]: Score): boolean =>
  right > otherRight || (right === otherRight && logProb > otherLogProb);
