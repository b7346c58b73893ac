import { createRandom, LetheError } from '@lethe/contracts';
import { zipfPopularity } from '../zipf-popularity.js';
import { resolveSymbolicSizes, type SymbolicOptions, type SymbolicSizes } from './symbolic-options.js';
import { createSymbolicVocabulary, type SymbolicVocabulary } from './symbolic-vocabulary.js';

/** The world of arXiv 2508.00901 (section 3): every subject has one answer, told in K of |R| relation templates. */
export interface SymbolicWorld {
  seed: number;
  sizes: SymbolicSizes;
  vocabulary: SymbolicVocabulary;
  /** a_s, the answer of every subject: Int32Array [S], 0 .. A-1. */
  answers: Int32Array;
  /** R_s, the templates of every subject in the order in which they were drawn: Int32Array [S, K], 0 .. |R|-1. */
  templates: Int32Array;
  /** Subjects in the order in which they join fine-tuning: Int32Array [S]. */
  fineTuningOrder: Int32Array;
  /** How often each subject is meant to occur: Float64Array [S] with mean 1. */
  popularity: Float64Array;
}

/**
 * Draws a symbolic world. Every subject's K templates are distinct and drawn without regard to other subjects;
 * every answer serves S / A subjects, one more or less where this is no whole number.
 * Under one seed worlds nest, for sweeps: with a larger K each subject keeps its templates and gets more, and
 * more fine-tuning subjects include the fewer.
 * @throws LetheError for sizes that no world can have
 */
export function createSymbolicWorld(options: SymbolicOptions): SymbolicWorld {
  const { seed, zipfExponent = 0 } = options;
  const sizes = resolveSymbolicSizes(options);
  const { subjects, templates: universe, multiplicity } = sizes;
  if (!(zipfExponent >= 0 && zipfExponent <= 10)) {
    throw new LetheError({
      what: 'the popularity of subjects cannot have this law',
      where: 'zipfExponent',
      expected: 'a number from 0 to 10',
      found: String(zipfExponent),
    });
  }
  const answers = Int32Array.from({ length: subjects }, (_, s) => s % sizes.answers);
  const templates = new Int32Array(subjects * multiplicity);
  for (let s = 0; s < subjects; s++) {
    templates.set(drawDistinct(seed, s, multiplicity, universe), s * multiplicity);
  }
  return {
    seed,
    sizes,
    vocabulary: createSymbolicVocabulary(sizes),
    answers: createRandom(seed, 'data/symbolic/answers').shuffle(answers),
    templates,
    fineTuningOrder: createRandom(seed, 'data/symbolic/fine-tuning').shuffle(
      Int32Array.from({ length: subjects }, (_, s) => s),
    ),
    popularity: zipfPopularity(subjects, zipfExponent, createRandom(seed, 'data/symbolic/popularity')),
  };
}

/** The templates of a subject, and after them the one with which its other wording is made, where there is one. */
export function drawDistinct(seed: number, subject: number, count: number, universe: number): Int32Array {
  const random = createRandom(seed, 'data/symbolic/templates', subject);
  // Fisher-Yates from the front, with the few places that differ from their number kept in a map.
  const moved = new Map<number, number>();
  return Int32Array.from({ length: count }, (_, i) => {
    const j = i + random.int(universe - i);
    const drawn = moved.get(j) ?? j;
    moved.set(j, moved.get(i) ?? i);
    return drawn;
  });
}

/**
 * The subjects that fine-tuning sees and those held out from it, as N_f grows a prefix of one random order.
 * @throws LetheError unless 0 <= fineTuned <= S
 */
export function splitSubjects(
  world: SymbolicWorld,
  fineTuned: number,
): { train: Int32Array; test: Int32Array } {
  const { subjects } = world.sizes;
  if (!Number.isInteger(fineTuned) || fineTuned < 0 || fineTuned > subjects) {
    throw new LetheError({
      what: 'fine-tuning cannot have this number of subjects',
      where: 'fineTuned',
      expected: `a whole number from 0 to ${subjects}, the number of subjects`,
      found: String(fineTuned),
    });
  }
  const order = world.fineTuningOrder;
  return { train: order.slice(0, fineTuned), test: order.slice(fineTuned) };
}
