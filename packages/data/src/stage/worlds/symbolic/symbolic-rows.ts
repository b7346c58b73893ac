import { createRandom, type Random } from '@lethe/contracts';
import { distributionOf, valueAt } from '../../../random/discrete-distribution.js';
import type { SymbolicWorld } from './create-symbolic-world.js';

/** Token rows of a symbolic world, all of one length. */
export interface SymbolicRows {
  /** Int32Array [rows, length]. */
  tokens: Int32Array;
  rows: number;
  length: number;
  /** Places in every row of the tokens that carry loss; the token at place i is predicted from those before it. */
  lossPositions: Int32Array;
  /** The subject of every row: Int32Array [rows]. */
  subjects: Int32Array;
  /** The relation template of every row, -1 for questions: Int32Array [rows]. */
  templates: Int32Array;
}

/**
 * All N = S K pretraining rows, subject by subject: [noise, s among it] r a. The template and the answer carry
 * loss (the transitions s -> r and (s, r) -> a); noise never does, since nothing predicts it.
 * @param epoch draws the noise and the place of the subject anew; without noise every epoch is the same
 */
export function pretrainingRows(world: SymbolicWorld, epoch = 0): SymbolicRows {
  const { subjects, multiplicity } = world.sizes;
  const rows = subjects * multiplicity;
  const ofRow = Int32Array.from({ length: rows }, (_, row) => Math.floor(row / multiplicity));
  return writeRows(world, `data/symbolic/noise/pretraining/${epoch}`, ofRow, world.templates);
}

/**
 * Pretraining rows drawn at random with replacement: subject s with probability popularity / S, then one of its
 * K templates with equal probability.
 * @param step index of the draw, such as the training step
 */
export function drawPretrainingRows(world: SymbolicWorld, rows: number, step: number): SymbolicRows {
  const { multiplicity } = world.sizes;
  const random = createRandom(world.seed, 'data/symbolic/draw', step);
  const bySubject = distributionOf(world.popularity);
  const subjects = new Int32Array(rows);
  const templates = new Int32Array(rows);
  for (let row = 0; row < rows; row++) {
    const subject = valueAt(bySubject, random.uniform() * bySubject.weight);
    subjects[row] = subject;
    templates[row] = world.templates[subject * multiplicity + random.int(multiplicity)]!;
  }
  return writeRows(world, `data/symbolic/noise/draw/${step}`, subjects, templates);
}

/**
 * Question-answer rows of the given subjects: [noise, s among it] p0 .. a. Only the answer carries loss.
 * @param epoch as in `pretrainingRows`
 */
export function questionRows(world: SymbolicWorld, subjects: ArrayLike<number>, epoch = 0): SymbolicRows {
  return writeRows(world, `data/symbolic/noise/questions/${epoch}`, Int32Array.from(subjects), null);
}

/** Rows of pairs of subject and template, or questions about the subjects where templates are null. */
export function writeRows(
  world: SymbolicWorld,
  noise: string,
  subjects: Int32Array,
  templates: Int32Array | null,
): SymbolicRows {
  const { sizes, vocabulary, answers } = world;
  const { noisePerRow } = sizes;
  const rows = subjects.length;
  const format = Int32Array.from({ length: sizes.formatTokens }, (_, i) => vocabulary.firstFormat + i);
  const length = noisePerRow + 1 + (templates ? 1 : format.length) + 1;
  const tokens = new Int32Array(rows * length);
  for (let row = 0; row < rows; row++) {
    const subject = subjects[row]!;
    const begin = row * length;
    const end = begin + length;
    const context = tokens.subarray(begin, begin + noisePerRow + 1);
    // One stream for each subject and template, so that a row does not depend on the rows around it.
    const index = subject * (sizes.templates + 1) + (templates ? templates[row]! : sizes.templates);
    writeContext(context, subject, world, () => createRandom(world.seed, noise, index));
    if (templates) tokens[end - 2] = vocabulary.firstTemplate + templates[row]!;
    else tokens.set(format, begin + noisePerRow + 1);
    tokens[end - 1] = vocabulary.firstAnswer + answers[subject]!;
  }
  return {
    tokens,
    rows,
    length,
    lossPositions: Int32Array.from(templates ? [length - 2, length - 1] : [length - 1]),
    subjects,
    templates: templates ?? new Int32Array(rows).fill(-1),
  };
}

function writeContext(slots: Int32Array, subject: number, world: SymbolicWorld, open: () => Random): void {
  const { sizes, vocabulary } = world;
  if (slots.length === 1) {
    slots[0] = vocabulary.firstSubject + subject;
    return;
  }
  const random = open();
  for (let i = 0; i < slots.length; i++) slots[i] = vocabulary.firstNoise + random.int(sizes.noiseTokens);
  slots[random.int(slots.length)] = vocabulary.firstSubject + subject;
}
