import type { Estimate } from '../statistics/estimate.js';
import { isPositive } from '../statistics/interval-of.js';
import type { DecayModel } from './decay-models.js';
import { excessError } from './holdout.js';

/** What is known of a fitted law when laws are compared. */
export interface Contender {
  model: DecayModel;
  akaikeWeight: number;
  /** Mean square error on the part of the curve that was held out. */
  holdout: Estimate | undefined;
}

/** Which law describes a curve, if one can tell. */
export interface LawVerdict {
  /** The name of a law, or `not distinguishable`. */
  verdict: string;
  /** The law with the smallest AICc. */
  best: Contender;
  /** Its Akaike weight together with that of laws that only add a parameter to it. */
  weight: number;
  /** The law with the smallest hold-out error; null where none has one. */
  holdoutBest: Contender | null;
  /** Names of the laws that no other law predicts clearly better than. */
  rivals: readonly string[];
  /** Why, in a sentence. */
  reason: string;
}

export const NOT_DISTINGUISHABLE = 'not distinguishable';

/** Decades of t below which any of the laws passes for another. */
export const FEWEST_DECADES = 2;

/**
 * Judges laws fitted to the same points by how well they predict the last 30 % of log time from the first 70 %. A law is
 * out where another errs less with every fact and seed that could have been drawn, by the interval of the difference of
 * their errors; the one that remains is named. Laws of which it is a special case are no rivals: where its extra
 * parameter is idle, a richer law says the same. Akaike weights, which take the points of a curve as independent, decide
 * nothing.
 * @param decades of t that were fitted
 * @param level of the intervals
 * @returns undefined without laws
 */
export function judgeLaws(
  contenders: readonly Contender[],
  decades: number,
  level: number,
): LawVerdict | undefined {
  if (contenders.length === 0) return undefined;
  const best = contenders.reduce((a, b) => (b.akaikeWeight > a.akaikeWeight ? b : a));
  const weight = contenders
    .filter(({ model }) => model === best.model || best.model.generalisations.includes(model.name))
    .reduce((sum, { akaikeWeight }) => sum + akaikeWeight, 0);
  const tested = contenders.filter(({ holdout }) => holdout !== undefined);
  const holdoutBest =
    tested.length === 0 ? null : tested.reduce((a, b) => (b.holdout!.point < a.holdout!.point ? b : a));
  const rivals = tested.filter(
    (law) => !tested.some((other) => isPositive(excessError(law.holdout!, other.holdout!), level)),
  );
  const names = rivals.map(({ model }) => model.name);
  const result = (verdict: string, reason: string): LawVerdict => ({
    verdict,
    best,
    weight,
    holdoutBest,
    rivals: names,
    reason,
  });
  if (contenders.length === 1) {
    return result(NOT_DISTINGUISHABLE, `only ${best.model.name} could be fitted`);
  }
  if (decades < FEWEST_DECADES) {
    const why = `laws can be told apart from ${FEWEST_DECADES} decades of t on; there are ${decades.toFixed(1)}`;
    return result(NOT_DISTINGUISHABLE, why);
  }
  if (tested.length < 2) return result(NOT_DISTINGUISHABLE, 'too few times are left to predict');
  const simplest = rivals.find(({ model }) =>
    rivals.every((other) => other.model === model || model.generalisations.includes(other.model.name)),
  );
  return simplest
    ? result(simplest.model.name, 'every other law predicts the last 30 % of log time clearly worse')
    : result(
        NOT_DISTINGUISHABLE,
        `none of ${names.join(', ')} predicts the last 30 % of log time clearly best`,
      );
}
