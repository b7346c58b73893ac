import { availableParallelism, tmpdir } from 'node:os';
import { LetheError } from '@lethe/contracts';
import type { Shingling } from '../../../text/shingle-hashes.js';

/** How near-duplicates are found; everything has a default. */
export interface MinhashOptions {
  /** Jaccard similarity from which on two documents are duplicates, over 0 .. 1; 0.8 by default. */
  threshold?: number | undefined;
  /** Bands of the sketch; together with `rows`, or neither: then both follow from the threshold. */
  bands?: number | undefined;
  /** Bins in a band. */
  rows?: number | undefined;
  /** Most bins of a sketch where bands and rows follow from the threshold; 128 by default. */
  bins?: number | undefined;
  /**
   * What a missed duplicate weighs against a false candidate in that choice, 0 .. 1; 0.95 by default, since
   * verification turns false candidates down. 0.5 is what other tools take.
   */
  missWeight?: number | undefined;
  /** Unit of the shingles; `word` by default. */
  unit?: 'word' | 'character' | undefined;
  /** Words or characters in a shingle; 5 words or 24 characters by default. */
  shingleSize?: number | undefined;
  /** Upper case counts as lower case; true by default. */
  lowercase?: boolean | undefined;
  /** `drop` by default: all but letters, marks and digits counts as white space; `keep`: each sign is a word. */
  punctuation?: 'drop' | 'keep' | undefined;
  /** Compare the true sets of shingles of candidates; true by default. */
  verify?: boolean | undefined;
  /** Seed of the sketches; 0 by default. With verification it hardly changes the result. */
  seed?: number | undefined;
  /** Worker threads beside the one that reads; as many as there are cores by default, 0 works in the caller's. */
  threads?: number | undefined;
  /** Directory for intermediate results, some 10 bytes a word; that of the system by default. */
  temporaryDirectory?: string | undefined;
}

/** Options with defaults filled in. */
export interface MinhashSettings {
  threshold: number;
  bands: number;
  rows: number;
  shingling: Shingling;
  verify: boolean;
  seed: number;
  threads: number;
  temporaryDirectory: string;
}

const MAX_BINS = 1 << 14;

/**
 * Fills in what options leave open.
 * @throws LetheError when a value is out of its range, or only one of bands and rows is given
 */
export function resolveMinhashOptions(options: MinhashOptions = {}): MinhashSettings {
  const threshold = options.threshold ?? 0.8;
  if (!(threshold > 0 && threshold <= 1)) throw outOfRange('threshold', 'over 0, at most 1', threshold);
  const missWeight = options.missWeight ?? 0.95;
  if (!(missWeight >= 0 && missWeight <= 1)) throw outOfRange('missWeight', '0 to 1', missWeight);
  const unit = options.unit ?? 'word';
  const bins = wholeNumber('bins', options.bins ?? 128, 1, MAX_BINS);
  if ((options.bands === undefined) !== (options.rows === undefined)) {
    throw new LetheError({
      what: 'bands and rows are given together or not at all',
      found: options.bands === undefined ? `rows ${options.rows} only` : `bands ${options.bands} only`,
      next: 'give both, or leave both out to have them chosen from the threshold',
    });
  }
  const { bands, rows } =
    options.bands !== undefined && options.rows !== undefined
      ? { bands: options.bands, rows: options.rows }
      : chooseBands(threshold, bins, missWeight);
  wholeNumber('bands', bands, 1, MAX_BINS);
  wholeNumber('rows', rows, 1, MAX_BINS);
  wholeNumber('bands times rows', bands * rows, 1, MAX_BINS);
  return {
    threshold,
    bands,
    rows,
    shingling: {
      unit,
      size: wholeNumber('shingleSize', options.shingleSize ?? (unit === 'word' ? 5 : 24), 1, 1000),
      lowercase: options.lowercase ?? true,
      punctuation: options.punctuation ?? 'drop',
    },
    verify: options.verify ?? true,
    seed: wholeNumber('seed', options.seed ?? 1, 0, Number.MAX_SAFE_INTEGER),
    threads: wholeNumber('threads', options.threads ?? availableParallelism(), 0, 1024),
    temporaryDirectory: options.temporaryDirectory ?? tmpdir(),
  };
}

function wholeNumber(name: string, value: number, least: number, most: number): number {
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw outOfRange(name, `a whole number from ${least} to ${most}`, value);
}

function outOfRange(name: string, expected: string, found: number): LetheError {
  return new LetheError({
    what: `the option ${name} of MinHash is out of range`,
    expected,
    found: String(found),
    next: 'give a value in the range',
  });
}

const STEP = 0.005;

/**
 * Bands and rows with the smallest weighted error at a threshold: the area under the S-curve below it (false
 * candidates) and over the curve above it (misses), as datasketch and text-dedup choose them.
 * @param bins most bins of a sketch, bands times rows
 * @param missWeight weight of the misses, 0 .. 1; false candidates weigh the rest
 */
export function chooseBands(
  threshold: number,
  bins: number,
  missWeight: number,
): { bands: number; rows: number } {
  let best = { bands: 1, rows: 1 };
  let least = Infinity;
  for (let rows = 1; rows <= bins; rows++) {
    for (let bands = 1; bands * rows <= bins; bands++) {
      const match = (similarity: number): number => matchProbability(similarity, bands, rows);
      const falseCandidates = area(match, 0, threshold);
      const misses = area((similarity) => 1 - match(similarity), threshold, 1);
      const error = missWeight * misses + (1 - missWeight) * falseCandidates;
      if (error < least) {
        least = error;
        best = { bands, rows };
      }
    }
  }
  return best;
}

/** Integral by the midpoint rule. */
function area(height: (x: number) => number, from: number, to: number): number {
  const steps = Math.max(1, Math.round((to - from) / STEP));
  const width = (to - from) / steps;
  let sum = 0;
  for (let i = 0; i < steps; i++) sum += height(from + (i + 0.5) * width);
  return sum * width;
}

/**
 * Probability that two documents of the given Jaccard similarity share a band, 1 - (1 - s^rows)^bands: the S-curve of
 * locality-sensitive hashing (Leskovec, Rajaraman and Ullman, "Mining of Massive Datasets", section 3.4).
 */
export function matchProbability(similarity: number, bands: number, rows: number): number {
  return 1 - (1 - similarity ** rows) ** bands;
}

/** The S-curve in two lines of text: its midpoint, and the probability of a match at similarities 0.5 .. 0.95. */
export function describeSCurve(bands: number, rows: number): string {
  const midpoint = (1 / bands) ** (1 / rows);
  const points = [0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95].map(
    (similarity) => `${similarity}: ${percent(matchProbability(similarity, bands, rows))}`,
  );
  const head = `${bands} bands x ${rows} rows, midpoint (1/bands)^(1/rows) = ${midpoint.toFixed(3)}`;
  return `${head}; more bands match more, more rows match less\nP(match) at Jaccard ${points.join(', ')}`;
}

function percent(probability: number): string {
  const digits = probability > 0.99 && probability < 1 ? 2 : 1;
  return `${(100 * probability).toFixed(digits)} %`;
}
