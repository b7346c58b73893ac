import type { DecayModel } from './decay-models.js';

/** What is known of a fitted law when laws are compared. */
export interface Contender {
  model: DecayModel;
  akaikeWeight: number;
  holdoutError: number | null;
}

/** Which law describes a curve, if one can tell. */
export interface LawVerdict {
  /** The name of the best law, or `not distinguishable`. */
  verdict: string;
  /** The law with the smallest AICc. */
  best: Contender;
  /** Akaike weight of the best law together with those that only add a parameter to it. */
  weight: number;
  /** The law with the smallest hold-out error; null where none has one. */
  holdoutBest: Contender | null;
  /** Why, in a sentence. */
  reason: string;
}

export const NOT_DISTINGUISHABLE = 'not distinguishable';

/** Share of the Akaike weights that the best law needs. */
const ENOUGH_WEIGHT = 0.9;

/**
 * Judges laws fitted to the same points. The one with the smallest AICc is named when it has 90 % of the
 * Akaike weights and predicts the end of the curve better than any other law does. Laws of which it is a
 * special case are no rivals: where its extra parameter is idle, a richer law says the same.
 * @returns undefined without laws
 */
export function judgeLaws(contenders: readonly Contender[]): LawVerdict | undefined {
  if (contenders.length === 0) return undefined;
  const best = contenders.reduce((a, b) => (b.akaikeWeight > a.akaikeWeight ? b : a));
  const allies = contenders.filter(
    ({ model }) => model === best.model || best.model.generalisations.includes(model.name),
  );
  const weight = allies.reduce((sum, { akaikeWeight }) => sum + akaikeWeight, 0);
  const predicted = contenders.filter(({ holdoutError }) => holdoutError !== null);
  const holdoutBest =
    predicted.length === 0 ? null : predicted.reduce((a, b) => (b.holdoutError! < a.holdoutError! ? b : a));
  const result = (verdict: string, reason: string): LawVerdict => ({
    verdict,
    best,
    weight,
    holdoutBest,
    reason,
  });
  const name = best.model.name;
  if (contenders.length === 1) return result(NOT_DISTINGUISHABLE, `only ${name} could be fitted`);
  if (weight < ENOUGH_WEIGHT) {
    return result(
      NOT_DISTINGUISHABLE,
      `${name} is best by AICc, with ${percent(weight)} of the Akaike weights; ${percent(ENOUGH_WEIGHT)} are asked for`,
    );
  }
  if (!holdoutBest || best.holdoutError === null) {
    return result(NOT_DISTINGUISHABLE, `${name} is best by AICc, but too few times are left to predict`);
  }
  if (!allies.includes(holdoutBest)) {
    return result(
      NOT_DISTINGUISHABLE,
      `${name} is best by AICc, but ${holdoutBest.model.name} predicts the last 30 % of log time better`,
    );
  }
  return result(
    name,
    `${percent(weight)} of the Akaike weights, and no other law predicts the last 30 % of log time better`,
  );
}

const percent = (share: number): string => `${Math.floor(100 * share)} %`;
