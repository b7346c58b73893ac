import { combine, type Estimate } from '../../bootstrap/estimate.js';
import { type Draft, stating } from '../../claims/claim.js';
import type { Sampler } from '../../cohort/bootstrap-statistics.js';
import { forgettingClaims } from '../../findings/forgetting-claims.js';
import type { RetentionFit } from '../../fits/fit-retention.js';
import { ordinaryLeastSquares } from '../../fits/ordinary-least-squares.js';
import type { TimeBin } from '../../metrics/time-bins.js';
import { publishedLaw } from '../../laws/laws.js';
import type { TraceFit } from './fit-traces.js';

/**
 * F11t: the decay constant of a single encounter's trace, which does not depend on the number and spacing of
 * encounters. F25: the published statistic is what superposed traces predict for it.
 */
export function traceFindings(sampler: Sampler, fits: readonly TraceFit[]): Draft[] {
  return fits
    .filter(({ decay }) => decay.law === publishedLaw)
    .flatMap((fit): Draft[] => {
      const { cell, net } = fit;
      const common = {
        subject: `${cell.condition}, ${cell.depth}`,
        conditions: [cell.condition],
      };
      const correction = net ? '' : 'no controls to subtract';
      const alone: Draft = {
        ...common,
        ...stating(forgettingClaims.F11t),
        detail: [`lags from ${fit.firstLag}`, correction].filter((part) => part !== '').join('; '),
        estimate: fit.parameters[0]!,
      };
      const measured = (net ? sampler.netRetention(cell) : sampler.retention(cell))?.logarithmic;
      const bins = net ? cell.gainBins : cell.bins;
      const predicted = measured && predictedConstant(sampler, fit, measured, bins);
      if (!predicted) return [alone];
      const difference: Draft = {
        ...common,
        ...stating(forgettingClaims.F25),
        detail: `predicted ${predicted.point.toFixed(3)}, a single trace ${fit.parameters[0]!.point.toFixed(3)}, within ±${forgettingClaims.F25.test.between[1]}`,
        estimate: combine((found, expected) => found - expected, measured.estimates[1]!, predicted),
      };
      return [alone, difference];
    });
}

/**
 * The constant that a line through R over log10 t has where traces 1 - a log10 lag are superposed: R is
 * (N - a L(t)) / (N - a L(0)), with L the sum of the logarithms of the N lags, so its slope follows from that of L.
 */
function predictedConstant(
  sampler: Sampler,
  fit: TraceFit,
  measured: RetentionFit,
  times: readonly TimeBin[],
): Estimate | undefined {
  const { cohort } = sampler;
  const schedule = scheduleOf(sampler, fit);
  if (!schedule) return undefined;
  const { steps, lamLag } = schedule;
  const last = steps.at(-1)!;
  const logs = (t: number): number =>
    steps.reduce((sum, step) => sum + Math.log10(last - step + lamLag + t), 0);
  const bins = times.filter(
    ({ t }) => t >= 1 && t <= cohort.fitUntil && t >= measured.range[0] && t <= measured.range[1],
  );
  const widths = bins.map(({ from, to }) => to - from + 1);
  const mean = widths.reduce((sum, width) => sum + width, 0) / widths.length;
  const { slope } = ordinaryLeastSquares(
    bins.map(({ t }) => Math.log10(t)),
    bins.map(({ t }) => logs(t)),
    widths.map((width) => width / mean),
  );
  return combine((a) => (a * slope) / (steps.length - a * logs(0)), fit.parameters[0]!);
}

/** Encounters of a fact of the condition, and how long after the last one its maximum is on average. */
function scheduleOf(
  { cohort }: Sampler,
  { cell }: TraceFit,
): { steps: number[]; lamLag: number } | undefined {
  const { measurements, effects } = cohort.runs[0]!;
  const { facts, probes } = measurements;
  const fact = facts.find(({ condition }) => condition === cell.condition);
  if (!fact) return undefined;
  let sum = 0;
  let count = 0;
  for (const { probe, encounter, step, lamUpdate } of effects.effects) {
    const { fact: of, depth } = probes[probe]!;
    if (depth !== cell.depth || facts[of]!.condition !== cell.condition) continue;
    if (encounter !== facts[of]!.encounters.length - 1) continue;
    sum += lamUpdate - step;
    count++;
  }
  return count === 0 ? undefined : { steps: [...fact.encounters], lamLag: sum / count };
}
