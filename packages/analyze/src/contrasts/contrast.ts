import { combineGroups } from '../statistics/combine-groups.js';
import type { Estimate, Interval } from '../statistics/estimate.js';
import { intervalOf, methodOf, pValue } from '../statistics/interval-of.js';
import type { IntervalMethod } from '../statistics/jackknife.js';
import type { Measured, MeasuredPlace } from './measure-series.js';
import { type Permutation, permute } from './permute.js';
import { isNumeric } from './series.js';

/** How a quantity differs between places of a series. */
export interface Contrast {
  measured: Measured;
  /** `slope`: least squares slope over all places, per doubling of the swept number. */
  kind: 'difference' | 'slope';
  first: MeasuredPlace;
  last: MeasuredPlace;
  /** The last minus the first, or the slope. */
  estimate: Estimate;
  /** Undefined where too little varies to tell, as with one run and no facts. */
  interval: Interval | undefined;
  method: IntervalMethod;
  pValue: number | undefined;
  permutation: Permutation | undefined;
}

interface ContrastOptions {
  level: number;
  /** Of relabellings that are drawn. */
  seed: number;
}

/** Differences of neighbouring places and, over three numbers or more, the slope. */
export function contrastsOf(measured: Measured, options: ContrastOptions): Contrast[] {
  const { places } = measured;
  const differences = places.slice(1).map((last, i) => contrastOf(measured, [places[i]!, last], options));
  const isLine = places.length > 2 && isNumeric(places);
  return isLine ? [...differences, contrastOf(measured, places, options)] : differences;
}

/** The last place minus the first. */
export const differenceOf = ({ places, aligned }: Measured): Estimate =>
  weightedSum([places[0]!, places.at(-1)!], [-1, 1], aligned);

/** Weights of a least squares slope, by places x. */
export function slopeWeights(x: readonly number[]): number[] {
  const mean = x.reduce((sum, value) => sum + value, 0) / x.length;
  const squares = x.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return x.map((value) => (value - mean) / squares);
}

function contrastOf(
  measured: Measured,
  places: readonly MeasuredPlace[],
  { level, seed }: ContrastOptions,
): Contrast {
  const isSlope = places.length > 2;
  const weights = isSlope ? slopeWeights(places.map(({ x }) => Math.log2(x!))) : [-1, 1];
  const estimate = weightedSum(places, weights, measured.aligned);
  const { seeds, facts } = measured.evidence;
  const isKnown = facts >= 2 && (seeds >= 2 || measured.depth !== '');
  return {
    measured,
    kind: isSlope ? 'slope' : 'difference',
    first: places[0]!,
    last: places.at(-1)!,
    estimate,
    interval: isKnown ? intervalOf(estimate, level) : undefined,
    method: methodOf(estimate),
    pValue: isKnown ? pValue(estimate, 0) : undefined,
    permutation: permute(places, estimate, measured, seed),
  };
}

const weightedSum = (
  places: readonly MeasuredPlace[],
  weights: readonly number[],
  aligned: boolean,
): Estimate =>
  combineGroups(
    (...values) => values.reduce((sum, value, i) => sum + weights[i]! * value, 0),
    places.map(({ estimate }) => estimate),
    aligned,
  );
