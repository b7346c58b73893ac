import { kindAt } from '../analysis/group-cells.js';
import { type Hypothesis, type Omission, withheld } from '../claims/judge.js';
import { findCell } from '../cohort/cohort.js';
import type { Estimate } from '../statistics/estimate.js';
import { differenceOf } from './contrast.js';
import { comparedCells, evidenceOf, type Measured, measureCell } from './measure-series.js';
import type { Quantity, Sample } from './quantities.js';
import type { Series } from './series.js';

/** Conditions of arXiv 2406.11813, and those of them whose forgetting it tells. */
export const publishedConditions = ['duplication', 'paraphrase', 'once'] as const;
export const repeatedConditions = ['duplication', 'paraphrase'] as const;

/** What a claim says of one quantity along a series. */
export interface Statement<ClaimKey extends string> {
  claim: ClaimKey;
  quantity: Quantity;
  conditions: readonly string[];
  /** The number that is judged: the last place minus the first unless given. */
  estimate?: (measured: Measured) => Estimate;
  detail?: string;
  /** Why what is compared cannot be judged, though there is a number. */
  unjudged?: (compared: readonly ComparedCell[]) => string | undefined;
}

/** What is said of claims, and what cannot be said. */
export type Statements<ClaimKey> = (Hypothesis<ClaimKey> | Omission<ClaimKey>)[];

/** A claim about every condition and depth that it speaks of and the places of a series have. */
export function seriesHypotheses<ClaimKey extends string>(
  series: Series,
  { claim, quantity, conditions, estimate = differenceOf, detail = '', unjudged }: Statement<ClaimKey>,
): Statements<ClaimKey> {
  return comparedCells(series)
    .filter(({ condition }) => conditions.includes(condition))
    .map(({ condition, depth }) => {
      const [measured] = measureCell(series, condition, depth, [quantity]);
      if (!measured) {
        const why = `no two settings of ${series.axis} have a finite ${quantity.title}`;
        const groups = series.places.map(({ group }) => group);
        const evidence = evidenceOf(groups, condition, depth);
        return withheld(`${claim} of ${condition}, ${depth}`, why, { claim, evidence });
      }
      return {
        claim,
        ...kindAt(series.places[0]!.group, { condition, depth }),
        subject: subjectOf(measured, `${condition}, ${depth}`),
        detail: [detailOf(measured), detail].filter((part) => part !== '').join('; '),
        estimate: estimate(measured),
        unjudged: unjudged?.(cellsOf(series, condition, depth)),
        evidence: measured.evidence,
      };
    });
}

/** One condition and depth at a place. */
type ComparedCell = Pick<Sample, 'statistics' | 'cell'>;

/** One condition and depth at every place that has it. */
export const cellsOf = ({ places }: Series, condition: string, depth: string): ComparedCell[] =>
  places.flatMap(({ group: { statistics } }) => {
    const cell = findCell(statistics.cohort, condition, depth);
    return cell ? [{ statistics, cell }] : [];
  });

/** `duplication, memorization, batch size 32 - 8, lr=0.001`. */
export function subjectOf({ series: { axis, among }, places }: Measured, facts: string): string {
  const values = `${axis} ${places.at(-1)!.value} - ${places[0]!.value}`;
  return [facts, values, among].filter((part) => part !== '').join(', ');
}

/** Which options differ, and whether seeds and facts are paired. */
export function detailOf({
  series: { paths },
  pairing,
}: Pick<Measured, 'pairing'> & { series: Pick<Series, 'paths'> }): string {
  return `differs: ${paths.join(', ')}; ${pairing === 'none' ? 'not paired' : `${pairing} paired`}`;
}
