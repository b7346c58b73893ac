import { createRandom } from '@lethe/contracts';
import { drawDistinct } from '../../../random/draw-distinct.js';
import { zipfPopularity } from '../../../random/zipf-popularity.js';
import { checkSize } from '../size/check-size.js';
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
 * every answer serves S / A subjects, one more or less if this is not a whole number.
 * Under one seed worlds nest, for sweeps: with a larger K each subject keeps its templates and gets more, and
 * more fine-tuning subjects include the fewer.
 * @throws LetheError for sizes that no world can have
 */
export function createSymbolicWorld(options: SymbolicOptions): SymbolicWorld {
  const { seed, zipfExponent = 0 } = options;
  const sizes = resolveSymbolicSizes(options);
  const { subjects, templates: universe, multiplicity } = sizes;
  checkSize('zipfExponent', zipfExponent, { low: 0, high: 10, real: true });
  const answers = Int32Array.from({ length: subjects }, (_, s) => s % sizes.answers);
  const templates = new Int32Array(subjects * multiplicity);
  for (let s = 0; s < subjects; s++) {
    templates.set(templatesOf(seed, s, multiplicity, universe), s * multiplicity);
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
    popularity: zipfPopularity(subjects, zipfExponent, createRandom(seed, 'data/symbolic/popularity'))
      .popularity,
  };
}

/**
 * The first `count` templates that a subject draws: K of them are told, and after them come those that would be with a
 * larger K.
 */
export function templatesOf(seed: number, subject: number, count: number, universe: number): Int32Array {
  return drawDistinct(createRandom(seed, 'data/symbolic/templates', subject), count, universe);
}

/**
 * The subjects that fine-tuning sees and those held out from it, as N_f grows a prefix of one random order.
 * @throws LetheError unless 0 <= fineTuned <= S
 */
export function splitSubjects(
  world: SymbolicWorld,
  fineTuned: number,
): { train: Int32Array; test: Int32Array } {
  const high = world.sizes.subjects;
  checkSize('fineTuned', fineTuned, { low: 0, high, note: 'the number of subjects' });
  const order = world.fineTuningOrder;
  return { train: order.slice(0, fineTuned), test: order.slice(fineTuned) };
}
