import type { GroupContext } from '../analysis/contexts.js';
import type { Evidence } from '../claims/judge.js';
import type { Cell } from '../cohort/cell.js';
import { findCell } from '../cohort/cohort.js';
import { lastSharedBin } from '../cohort/last-shared-bin.js';
import { CONTROL, conditionOrder, depthOrder, ordered } from '../measurements/measurements.js';
import { withSamples } from '../statistics/combine-groups.js';
import type { Estimate } from '../statistics/estimate.js';
import { type Pairing, pairingOf } from './pairing.js';
import { type Quantity, quantities, type Sample } from './quantities.js';
import type { Place, Series } from './series.js';

/** A quantity at one place of a series. */
export interface MeasuredPlace extends Pick<Place, 'value' | 'x'> {
  /** The condition whose facts it is of; empty for runs as wholes. */
  sample: string;
  estimate: Estimate;
}

/** One quantity, of one condition and depth, at the places of a series. */
export interface Measured {
  series: Pick<Series, 'axis' | 'paths' | 'among'>;
  quantity: Omit<Quantity, 'of'>;
  /** Empty where conditions are compared, or runs as wholes. */
  condition: string;
  /** Empty for runs as wholes. */
  depth: string;
  places: readonly MeasuredPlace[];
  pairing: Pairing;
  /** Whether all estimates leave the same out row by row. */
  aligned: boolean;
  evidence: Evidence;
}

/** Every condition and depth of injected facts that at least two places of a series have, in their usual order. */
export function comparedCells({ places }: Pick<Series, 'places'>): { condition: string; depth: string }[] {
  const cells = places.flatMap(({ group }) => group.statistics.cohort.cells);
  const names = (key: 'condition' | 'depth', known: readonly string[]): string[] =>
    ordered(
      cells.map((cell) => cell[key]),
      known,
    ).filter((name) => name !== CONTROL);
  return names('condition', conditionOrder).flatMap((condition) =>
    names('depth', depthOrder)
      .map((depth) => ({ condition, depth }))
      .filter(({ depth }) => placesWith(places, condition, depth).length >= 2),
  );
}

/**
 * Quantities of one condition and depth at the places of a series: laws are fitted to the same range of t, and what is left
 * is taken at the same one.
 * @returns without quantities that fewer than two places have
 */
export function measureCell(
  series: Series,
  condition: string,
  depth: string,
  wanted: readonly Quantity[] = Object.values(quantities),
): Measured[] {
  const present = placesWith(series.places, condition, depth);
  if (present.length < 2) return [];
  const samples = samplesOf(present);
  return wanted.flatMap((quantity): Measured[] => {
    const measured = present.flatMap(({ place: { group, value, x } }, i) => {
      const estimate = quantity.of(samples[i]!);
      return estimate && Number.isFinite(estimate.point)
        ? [{ group, value, x, estimate: withSamples(estimate, [condition, CONTROL]) }]
        : [];
    });
    if (measured.length < 2) return [];
    const groups = measured.map(({ group }) => group);
    const pairing = pairingOf(groups, comparedConditions(groups, condition, depth));
    return [
      {
        series,
        quantity,
        condition,
        depth,
        places: measured.map(({ value, x, estimate }) => ({ value, x, sample: condition, estimate })),
        pairing,
        aligned: pairing !== 'none',
        evidence: evidenceOf(groups, condition, depth),
      },
    ];
  });
}

/** What a comparison of one condition and depth of some groups rests on. */
export function evidenceOf(groups: readonly GroupContext[], condition: string, depth: string): Evidence {
  const conditions = comparedConditions(groups, condition, depth);
  return leastEvidence(groups.map((group) => group.evidence(...conditions)));
}

/** Controls are compared too, where all groups have them. */
function comparedConditions(groups: readonly GroupContext[], condition: string, depth: string): string[] {
  const controlled = groups.every(({ statistics }) => statistics.hasControl(depth));
  return controlled ? [condition, CONTROL] : [condition];
}

function placesWith(
  places: readonly Place[],
  condition: string,
  depth: string,
): { place: Place; cell: Cell }[] {
  return places.flatMap((place) => {
    const cell = findCell(place.group.statistics.cohort, condition, depth);
    return cell ? [{ place, cell }] : [];
  });
}

/** What is left of gains is taken in the last bin that all of them have. */
export function samplesOf(
  present: readonly { place: Pick<Place, 'group' | 'fitted'>; cell: Cell }[],
): Sample[] {
  const bin = lastSharedBin(present.map(({ cell }) => cell));
  return present.map(({ place: { group, fitted }, cell }) => ({
    statistics: group.statistics,
    fitted,
    cell,
    bin,
  }));
}

/** What a comparison rests on: the least of what it compares. */
export const leastEvidence = (all: readonly Evidence[]): Evidence => ({
  seeds: Math.min(...all.map(({ seeds }) => seeds)),
  facts: Math.min(...all.map(({ facts }) => facts)),
});
