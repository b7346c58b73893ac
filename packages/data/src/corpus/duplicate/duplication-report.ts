import type { MultiplicityHistogram } from '../statistics/multiplicity-counter.js';
import { type Quantiles, ValueCounts } from '../statistics/quantiles.js';
import type { MultipliedBatch } from './duplicate-corpus.js';
import { type CheckedLaw, rankedLaw } from './laws/multiplicity-laws.js';
import { type MultiplicityStatistics, multiplicityStatistics } from './multiplicity-statistics.js';
import type { NearDuplicateSettings } from './near-duplicate-settings.js';

/** Documents with `from` to `to` copies. */
export interface MultiplicityBin {
  from: number;
  to: number;
  /** As the law has it, in expectation; null for counts that are given one by one. */
  asked: number | null;
  realised: number;
}

/** Near-duplicates that were made. */
export interface NearDuplicateSummary {
  target: number;
  tolerance: number;
  copies: number;
  /** Measured similarity, to the nearest ten thousandth. */
  similarity: Quantiles;
  /** Copies whose similarity is farther from the target than the tolerance, since their texts are too short. */
  outOfTolerance: number;
}

/** What multiplying a corpus came to. */
export interface DuplicationReport {
  law: string;
  statistics: MultiplicityStatistics;
  /** Copies beyond the originals, by form. */
  copiesByForm: Record<string, number>;
  /** Bins of one multiplicity up to 16, then up to each power of two. */
  histogram: MultiplicityBin[];
  near: NearDuplicateSummary | null;
}

const SINGLE_BINS = 16;
const SIMILARITY_STEPS = 10_000;

/** Gathers a report from the batches as they pass. */
export class DuplicationRecorder {
  readonly #histogram: MultiplicityHistogram = new Map();
  readonly #forms: Record<string, number> = {};
  readonly #similarity = new ValueCounts();
  #outOfTolerance = 0;
  readonly #near: NearDuplicateSettings | undefined;

  constructor(near?: NearDuplicateSettings) {
    this.#near = near;
  }

  add({ copies, done }: MultipliedBatch): void {
    for (const { multiplicity } of done) {
      this.#histogram.set(multiplicity, (this.#histogram.get(multiplicity) ?? 0) + 1);
    }
    for (const { form, similarity } of copies) {
      if (form === 'original') continue;
      this.#forms[form] = (this.#forms[form] ?? 0) + 1;
      if (similarity === null || !this.#near) continue;
      this.#similarity.add(Math.round(similarity * SIMILARITY_STEPS));
      if (Math.abs(similarity - this.#near.jaccard) > this.#near.tolerance) this.#outOfTolerance++;
    }
  }

  report(law: CheckedLaw): DuplicationReport {
    const statistics = multiplicityStatistics(this.#histogram);
    return {
      law: law.law,
      statistics,
      copiesByForm: this.#forms,
      histogram: binned(this.#histogram, law, statistics),
      near: this.#near ? this.#summarizeNear(this.#near) : null,
    };
  }

  #summarizeNear({ jaccard, tolerance }: NearDuplicateSettings): NearDuplicateSummary {
    const { values, mean, at } = this.#similarity.quantiles();
    const scaled = Object.entries(at).map(([share, value]) => [share, value / SIMILARITY_STEPS]);
    return {
      target: jaccard,
      tolerance,
      copies: values,
      similarity: {
        values,
        mean: mean / SIMILARITY_STEPS,
        at: Object.fromEntries(scaled) as Quantiles['at'],
      },
      outOfTolerance: this.#outOfTolerance,
    };
  }
}

function binned(
  histogram: MultiplicityHistogram,
  law: CheckedLaw,
  { documents, largest }: MultiplicityStatistics,
): MultiplicityBin[] {
  const expected = rankedLaw(law)?.between(documents);
  const bins: MultiplicityBin[] = [];
  let [from, accounted] = [0, 0];
  // Beyond the largest copies as long as the law wants half a document there.
  while (from <= largest || (expected && documents - accounted >= 0.5 && from < 2 ** 31)) {
    const to = from <= SINGLE_BINS ? from : 2 ** Math.ceil(Math.log2(from + 1));
    const asked = expected?.(from, to) ?? null;
    let realised = 0;
    for (const [copies, count] of histogram) if (from <= copies && copies <= to) realised += count;
    if (realised > 0 || (asked ?? 0) > 0) bins.push({ from, to, asked, realised });
    accounted += asked ?? 0;
    from = to + 1;
  }
  return bins;
}
