import type { GroupContext } from '../../analysis/contexts.js';
import { subjectOf } from '../../analysis/group-cells.js';
import type { Hypothesis } from '../../claims/judge.js';
import type { BootstrapStatistics } from '../../cohort/bootstrap-statistics.js';
import type { RetentionFit } from '../../fits/fit-retention.js';
import { ordinaryLeastSquares } from '../../fits/ordinary-least-squares.js';
import { publishedLaw } from '../../laws/laws.js';
import type { TimeBin } from '../../metrics/time-bins.js';
import { combine, difference, type Estimate } from '../../statistics/estimate.js';
import { isPositive } from '../../statistics/interval-of.js';
import type { TraceFit } from './fit-traces.js';
import { tracesClaims } from './traces-claims.js';

/** The decay constant of a single encounter's trace, and what it says of the published statistic. */
export function traceHypotheses(
  { statistics, evidence }: Pick<GroupContext, 'statistics' | 'evidence'>,
  fits: readonly TraceFit[],
): Hypothesis<keyof typeof tracesClaims>[] {
  return fits
    .filter(({ decay }) => decay.law === publishedLaw)
    .flatMap((fit): Hypothesis<keyof typeof tracesClaims>[] => {
      const { cell, net } = fit;
      const common = { subject: subjectOf(cell), evidence: evidence(cell.condition) };
      const correction = net ? '' : 'no controls to subtract';
      const constant = fit.parameters[0]!;
      const better = betterLaw(fit, fits, statistics.level);
      const unjudged = better && `${better.decay.law.title} traces explain clearly more`;
      const alone = {
        ...common,
        claim: 'F11t' as const,
        unjudged,
        detail: [`lags from ${fit.firstLag}`, correction].filter((part) => part !== '').join('; '),
        estimate: constant,
      };
      const measured = (net ? statistics.crossFittedRetention(cell) : statistics.retention(cell))
        ?.logarithmic;
      const bins = net ? cell.gainBins : cell.bins;
      const predicted = measured && predictedConstant(statistics, fit, measured, bins);
      if (!predicted) return [alone];
      const superposed = {
        ...common,
        claim: 'F25' as const,
        unjudged,
        detail: `predicted ${predicted.point.toFixed(3)}, a single trace ${constant.point.toFixed(3)}, within ±${tracesClaims.F25.test.between[1]}`,
        estimate: difference(measured.estimates[1]!, predicted),
      };
      return [alone, superposed];
    });
}

/**
 * The constant that a line through R over log10 t has where traces are superposed: R(t) is the sum of what is left of
 * all of them then, by that at the last maximum.
 */
function predictedConstant(
  statistics: BootstrapStatistics,
  fit: TraceFit,
  measured: RetentionFit,
  times: readonly TimeBin[],
): Estimate | undefined {
  const { cohort } = statistics;
  const schedule = scheduleOf(statistics, fit);
  if (!schedule) return undefined;
  const { steps, lamLag } = schedule;
  const last = steps.at(-1)!;
  const bins = times.filter(
    ({ t }) => t >= 1 && t <= cohort.fitUntil && t >= measured.range[0] && t <= measured.range[1],
  );
  const widths = bins.map(({ from, to }) => to - from + 1);
  const mean = widths.reduce((sum, width) => sum + width, 0) / widths.length;
  const weights = widths.map((width) => width / mean);
  const logs = bins.map(({ t }) => Math.log10(t));
  return combine(
    (...parameters) => {
      const left = (t: number): number =>
        steps.reduce((sum, step) => sum + fit.decay.value(parameters, last - step + lamLag + t), 0);
      const all = left(0);
      return -ordinaryLeastSquares(
        logs,
        bins.map(({ t }) => left(t) / all),
        weights,
      ).slope;
    },
    ...fit.parameters,
  );
}

/** A law with as many parameters that explains the traces clearly better, over facts and seeds. */
function betterLaw(fit: TraceFit, fits: readonly TraceFit[], level: number): TraceFit | undefined {
  return fits.find(
    (other) =>
      other.cell === fit.cell &&
      other.decay.parameterNames.length === fit.decay.parameterNames.length &&
      isPositive(difference(fit.unexplained, other.unexplained), level),
  );
}

/** Encounters of a fact of the condition, and how long after the last one retention begins on average. */
function scheduleOf(
  statistics: BootstrapStatistics,
  { cell, net }: TraceFit,
): { steps: number[]; lamLag: number } | undefined {
  const { measurements, effects } = statistics.cohort.runs[0]!;
  const { facts, probes } = measurements;
  const fact = facts.find(({ condition }) => condition === cell.condition);
  if (!fact) return undefined;
  const lag = net ? statistics.crossFittedLag(cell) : undefined;
  if (lag !== undefined) return { steps: [...fact.encounters], lamLag: lag };
  let sum = 0;
  let count = 0;
  probes.forEach(({ fact: of, depth }, probe) => {
    if (depth !== cell.depth || facts[of]!.condition !== cell.condition) return;
    for (const [, { encounter, step, lamUpdate }] of effects.effects.ofProbe(probe)) {
      if (encounter !== facts[of]!.encounters.length - 1) continue;
      sum += lamUpdate - step;
      count++;
    }
  });
  return count === 0 ? undefined : { steps: [...fact.encounters], lamLag: sum / count };
}
