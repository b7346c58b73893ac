import { BINS_PER_DECADE } from '../metrics/time-bins.js';

/** The points of a curve that laws are fitted to. */
export interface FitPoints {
  /** Float64Array [points], ascending, > 0. */
  t: Float64Array;
  /** Natural logarithms of t. */
  logT: Float64Array;
  /** Float64Array [points]; may be zero or negative. */
  y: Float64Array;
  /** Float64Array [points], with mean 1. */
  weights: Float64Array;
}

/**
 * @param t Float64Array [points], ascending, > 0
 * @param y Float64Array [points]
 * @param weights Float64Array [points], positive, of any scale; all equal unless given
 */
export function fitPoints(
  t: Float64Array,
  y: Float64Array,
  weights: Float64Array = new Float64Array(t.length).fill(1),
): FitPoints {
  return { t, logT: t.map(Math.log), y, weights: withMeanOne(weights) };
}

/** The first points. */
export function firstPoints({ t, logT, y, weights }: FitPoints, count: number): FitPoints {
  return {
    t: t.subarray(0, count),
    logT: logT.subarray(0, count),
    y: y.subarray(0, count),
    weights: withMeanOne(weights.subarray(0, count)),
  };
}

/** Places of points that stand for one another: block i holds the points bounds[i] .. bounds[i + 1] - 1. */
export function logarithmicBlocks({ logT }: FitPoints): Int32Array {
  const bounds: number[] = [];
  let last = Number.NEGATIVE_INFINITY;
  logT.forEach((value, i) => {
    const block = Math.floor((value / Math.LN10) * BINS_PER_DECADE);
    if (block !== last) bounds.push(i);
    last = block;
  });
  return Int32Array.of(...bounds, logT.length);
}

/** One point per block: the geometric mean of its times, the mean of its values and the sum of its weights. */
export function mergePoints(points: FitPoints, bounds: Int32Array): FitPoints {
  const weights = new Float64Array(bounds.length - 1);
  for (let block = 0; block < weights.length; block++) {
    for (let i = bounds[block]!; i < bounds[block + 1]!; i++) weights[block]! += points.weights[i]!;
  }
  const logT = mergeValues(points.logT, points.weights, bounds);
  return {
    t: logT.map(Math.exp),
    logT,
    y: mergeValues(points.y, points.weights, bounds),
    weights: withMeanOne(weights),
  };
}

/**
 * Weighted means of the values of every block.
 * @param means Float64Array [blocks] that is filled and returned
 */
export function mergeValues(
  values: Float64Array,
  weights: Float64Array,
  bounds: Int32Array,
  means: Float64Array = new Float64Array(bounds.length - 1),
): Float64Array {
  for (let block = 0; block < means.length; block++) {
    let sum = 0;
    let total = 0;
    for (let i = bounds[block]!; i < bounds[block + 1]!; i++) {
      sum += weights[i]! * values[i]!;
      total += weights[i]!;
    }
    means[block] = sum / total;
  }
  return means;
}

function withMeanOne(weights: Float64Array): Float64Array {
  const mean = weights.reduce((sum, weight) => sum + weight, 0) / weights.length;
  return weights.map((weight) => weight / mean);
}
