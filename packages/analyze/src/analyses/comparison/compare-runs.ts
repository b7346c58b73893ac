import type { BootstrapStatistics } from '../../cohort/bootstrap-statistics.js';
import { factsOf } from '../../cohort/cohort.js';
import { CONTROL } from '../../measurements/measurements.js';
import type { Interval } from '../../statistics/estimate.js';
import { intervalOf } from '../../statistics/interval-of.js';

/** A number and its interval, if there is one. */
export interface Quantity {
  value: number;
  interval: Interval | undefined;
}

/** What one run, or a group of runs, shows of one condition and depth. */
export interface ComparedCell {
  condition: string;
  depth: string;
  /** Mean over encounters, cross-fitted and net of controls where there are any; nats per token. */
  effectivity: Quantity | undefined;
  /** Of the logarithmic law as published. */
  decayConstant: Quantity | undefined;
}

/** The numbers by which runs are compared, of every injected condition and depth. */
export function comparedCells(statistics: BootstrapStatistics): ComparedCell[] {
  const { cohort, level } = statistics;
  return cohort.cells
    .filter(({ condition }) => condition !== CONTROL)
    .map((cell) => {
      const { condition, depth } = cell;
      const several = factsOf(cohort, condition) > 1;
      const effect = statistics.crossFittedEffectivity(cell);
      const law = statistics.retention(cell).logarithmic;
      const place = law ? law.model.parameterNames.indexOf('decay_constant') : -1;
      return {
        condition,
        depth,
        effectivity:
          effect && Number.isFinite(effect.point)
            ? {
                value: effect.point,
                interval: several ? intervalOf(effect, level) : undefined,
              }
            : undefined,
        decayConstant:
          law && place >= 0
            ? {
                value: law.parameters[place]!,
                interval: Number.isFinite(law.low[place]!)
                  ? { low: law.low[place]!, high: law.high[place]! }
                  : undefined,
              }
            : undefined,
      };
    });
}
