import { checkSize, type SizeRange } from '../size/check-size.js';

/** Sizes of a symbolic world in the notation of arXiv 2508.00901. */
export interface SymbolicSizes {
  /** S, the subjects. */
  subjects: number;
  /** |R|, the relation templates of the world. */
  templates: number;
  /** K, the templates in which each fact is told during pretraining. */
  multiplicity: number;
  /** A, the answers: S makes them unique, fewer are shared evenly. */
  answers: number;
  /** F, the tokens of the question-answer format, which pretraining never shows. */
  formatTokens: number;
  /** Z, the noise tokens of the vocabulary. */
  noiseTokens: number;
  /** n, the noise tokens in every row. */
  noisePerRow: number;
}

/** What a symbolic world is made of. */
export interface SymbolicOptions extends Partial<SymbolicSizes> {
  /** Exponent of Zipf's law over subjects, for drawn rows and for `popularity`; 0 (all equal) by default. */
  zipfExponent?: number;
  seed: number;
}

/**
 * Fills in default sizes: S 128, |R| 64, K 4 (toy sizes), unique answers, one format token; with
 * noise in the rows, S + |R| noise tokens (as arXiv 2412.06538 has).
 * @throws LetheError for sizes that no world can have
 */
export function resolveSymbolicSizes(options: SymbolicOptions): SymbolicSizes {
  const { subjects = 128, templates = 64, multiplicity = 4, formatTokens = 1, noisePerRow = 0 } = options;
  const noiseTokens = options.noiseTokens ?? (noisePerRow > 0 ? subjects + templates : 0);
  const sizes = {
    subjects,
    templates,
    multiplicity,
    answers: options.answers ?? subjects,
    formatTokens,
    noiseTokens,
    noisePerRow,
  };
  const most = 1_000_000;
  const ranges: Record<keyof SymbolicSizes, SizeRange> = {
    subjects: { low: 1, high: most },
    templates: { low: 1, high: most },
    multiplicity: { low: 1, high: templates, note: 'the number of templates' },
    answers: { low: 1, high: subjects, note: 'the number of subjects' },
    formatTokens: { low: 1, high: 64 },
    noiseTokens: { low: noisePerRow > 0 ? 1 : 0, high: most },
    noisePerRow: { low: 0, high: 65_536 },
  };
  for (const name of Object.keys(ranges) as (keyof SymbolicSizes)[])
    checkSize(name, sizes[name], ranges[name]);
  return sizes;
}
