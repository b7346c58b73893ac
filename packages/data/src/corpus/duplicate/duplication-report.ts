import {
  formatSections,
  number,
  quantileColumns,
  quantileRow,
  type Section,
} from '../statistics/format-sections.js';
import type { MultiplicityHistogram } from '../statistics/multiplicity-counter.js';
import { type Quantiles, ValueCounts } from '../statistics/quantiles.js';
import type { MultipliedBatch } from './duplicate-corpus.js';
import { type CheckedLaw, rankedLaw } from './laws/multiplicity-laws.js';
import type { NearDuplicateSettings } from './near-duplicate.js';

/** Documents with `from` to `to` copies. */
interface MultiplicityBin {
  from: number;
  to: number;
  /** As the law has it, in expectation; null for counts that are given one by one. */
  asked: number | null;
  realised: number;
}

/** Near-duplicates that were made. */
interface NearDuplicateSummary {
  target: number;
  tolerance: number;
  copies: number;
  /** Measured similarity, to the nearest ten thousandth. */
  similarity: Quantiles;
  /** Copies whose similarity is farther from the target than the tolerance, since their texts are too short. */
  outOfTolerance: number;
}

/** The report of a multiplied corpus. */
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

/** Writes the report of a multiplied corpus as text for a reader. */
export function formatDuplication(report: DuplicationReport): string {
  const { statistics, histogram, copiesByForm, near } = report;
  const sections: Section[] = [
    {
      title: `Copies by the law ${report.law}`,
      rows: [
        ['documents', number(statistics.documents)],
        ['documents that stay', number(statistics.kept)],
        ['copies in all', number(statistics.copies)],
        ['copies of a document, mean', number(statistics.mean)],
        ['copies of a document, most', number(statistics.largest)],
        ['effective number of documents', number(statistics.effectiveDocuments)],
        ['inverse Simpson index', number(statistics.inverseSimpson)],
        ['entropy, nats', number(statistics.entropy)],
        ['Gini coefficient', number(statistics.gini)],
        ...Object.entries(copiesByForm).map(([form, count]) => [`copies of form ${form}`, number(count)]),
      ],
    },
    {
      title: 'Multiplicity: documents',
      columns: ['asked for', 'realised'],
      rows: histogram.map(({ from, to, asked, realised }) => [
        from === to ? number(from) : `${number(from)} to ${number(to)}`,
        asked === null ? '-' : number(Math.round(10 * asked) / 10),
        number(realised),
      ]),
    },
  ];
  if (near) {
    sections.push({
      title: `Near-duplicates at Jaccard ${near.target}, within ${near.tolerance}`,
      columns: quantileColumns,
      rows: [quantileRow('measured', near.similarity)],
    });
    const { outOfTolerance, copies } = near;
    if (outOfTolerance > 0) {
      const share = `${number(outOfTolerance)} of ${number(copies)}`;
      sections.push({ title: `${share} are farther off: their texts have too few shingles`, rows: [] });
    }
  }
  return formatSections(sections);
}

/** How unevenly copies are spread over documents. */
export interface MultiplicityStatistics {
  /** Documents of the histogram, those with no copy among them. */
  documents: number;
  /** Documents with at least one copy. */
  kept: number;
  /** Copies of all documents together. */
  copies: number;
  /** Copies of a document on average, those with none among them. */
  mean: number;
  largest: number;
  /** exp of the entropy of the shares of the copies (Hill number of order 1): as many equal documents are as varied. */
  effectiveDocuments: number;
  /** 1 over the sum of squared shares (order 2): 1 / P(two copies drawn at random are of the same document). */
  inverseSimpson: number;
  /** Entropy of the shares, nats. */
  entropy: number;
  /** Gini coefficient of the multiplicities: 0 where all are equal, towards 1 where one document has all copies. */
  gini: number;
}

/** Measures a histogram of multiplicities (copies -> documents); all measures of no copies are 0. */
export function multiplicityStatistics(histogram: MultiplicityHistogram): MultiplicityStatistics {
  const bins = [...histogram].filter(([, documents]) => documents > 0).sort(([a], [b]) => a - b);
  const documents = bins.reduce((sum, [, count]) => sum + count, 0);
  const copies = bins.reduce((sum, [multiplicity, count]) => sum + multiplicity * count, 0);
  let [entropy, squares, ranked, below] = [0, 0, 0, 0];
  for (const [multiplicity, count] of bins) {
    if (multiplicity > 0) {
      const share = multiplicity / copies;
      entropy -= count * share * Math.log(share);
      squares += count * share * share;
    }
    // Ranks below + 1 .. below + count have this multiplicity: the sum of 2 * rank - documents - 1 over them.
    ranked += multiplicity * count * (2 * below + count - documents);
    below += count;
  }
  return {
    documents,
    kept: documents - (histogram.get(0) ?? 0),
    copies,
    mean: documents === 0 ? 0 : copies / documents,
    largest: bins.at(-1)?.[0] ?? 0,
    effectiveDocuments: copies === 0 ? 0 : Math.exp(entropy),
    inverseSimpson: copies === 0 ? 0 : 1 / squares,
    entropy: Math.max(0, entropy),
    gini: copies === 0 ? 0 : ranked / (documents * copies),
  };
}
