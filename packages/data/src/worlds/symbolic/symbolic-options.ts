import { LetheError } from '@lethe/contracts';

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
 * Fills in sizes that are left open: S 128, |R| 64, K 4 (the page's toy), unique answers, one format token; with
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
  const ranges: Record<keyof SymbolicSizes, [number, number]> = {
    subjects: [1, 1_000_000],
    templates: [1, 1_000_000],
    multiplicity: [1, templates],
    answers: [1, subjects],
    formatTokens: [1, 64],
    noiseTokens: [noisePerRow > 0 ? 1 : 0, 1_000_000],
    noisePerRow: [0, 65_536],
  };
  for (const [name, [low, high]] of Object.entries(ranges) as [keyof SymbolicSizes, [number, number]][]) {
    const value = sizes[name];
    if (Number.isInteger(value) && value >= low && value <= high) continue;
    const bounds: Partial<Record<keyof SymbolicSizes, string>> = {
      multiplicity: ', the number of templates',
      answers: ', the number of subjects',
    };
    throw new LetheError({
      what: 'a symbolic world cannot have this size',
      where: name,
      expected: `a whole number from ${low} to ${high}${bounds[name] ?? ''}`,
      found: String(value),
    });
  }
  return sizes;
}
