import type { DecayModel } from './decay-models.js';
import { fitLaw } from './fit-law.js';
import { type FitPoints, firstPoints } from './fit-points.js';

const FITTED_SHARE = 0.7;

/**
 * Blocked hold-out: fits the first 70 % of log time and returns the root mean square error on the rest.
 * Residuals along a curve hang together, so leaving out scattered points would flatter every model.
 * @returns null where not more points can be fitted than the law has parameters, or none is left
 */
export function holdoutError(model: DecayModel, points: FitPoints): number | null {
  const { t, logT, y, weights } = points;
  if (t.length === 0) return null;
  const limit = logT[0]! + FITTED_SHARE * (logT[t.length - 1]! - logT[0]!);
  let count = 0;
  while (count < t.length && logT[count]! <= limit) count++;
  if (count <= model.parameterNames.length || count === t.length) return null;
  const fit = fitLaw(model, firstPoints(points, count));
  if (!fit) return null;
  let sum = 0;
  let total = 0;
  for (let i = count; i < t.length; i++) {
    sum += weights[i]! * (y[i]! - model.value(fit.parameters, t[i]!)) ** 2;
    total += weights[i]!;
  }
  const error = Math.sqrt(sum / total);
  return Number.isFinite(error) ? error : null;
}
