import type { RowOf } from '@lethe/contracts';
import type { GroupContext } from '../../analysis/contexts.js';
import type { Outcome } from '../../analysis/define-analysis.js';
import type { BootstrapStatistics } from '../../cohort/bootstrap-statistics.js';
import { methodOf } from '../../statistics/interval-of.js';
import { fitTraces, type TraceFit } from './fit-traces.js';
import { traceHypotheses } from './trace-hypotheses.js';
import type { tracesClaims } from './traces-claims.js';
import type { TracesOptions } from './traces-options.js';
import type { tracesTable } from './traces-table.js';

/** Fits the traces of single encounters, at every injected condition and depth. */
export function runTraces(
  context: GroupContext<TracesOptions>,
): Outcome<keyof typeof tracesClaims, readonly TraceFit[], { traces: typeof tracesTable }> {
  const { statistics, options, note } = context;
  const fits = fitTraces(statistics, options.traces.firstLag, note);
  return {
    hypotheses: traceHypotheses(context, fits),
    tables: { traces: traceRows(statistics, fits) },
    result: fits,
  };
}

/** Rows of the table traces. */
export function traceRows(
  { cohort }: BootstrapStatistics,
  fits: readonly TraceFit[],
): RowOf<typeof tracesTable>[] {
  return fits.map((fit) => {
    const lag = (share: number): number | null => {
      const value = fit.decay.lagOf(
        fit.parameters.map(({ point }) => point),
        share,
      );
      return Number.isFinite(value) ? value : null;
    };
    return {
      run: cohort.id,
      condition: fit.cell.condition,
      depth: fit.cell.depth,
      decay: fit.decay.name,
      best: fit.best,
      parameter_names: [...fit.decay.parameterNames],
      parameters: fit.parameters.map(({ point }) => point),
      standard_errors: fit.standardErrors,
      low: fit.intervals.map(({ low }) => low),
      high: fit.intervals.map(({ high }) => high),
      gain: fit.gain.point,
      gain_low: fit.gainInterval.low,
      gain_high: fit.gainInterval.high,
      half_life: lag(0.5),
      threshold: lag(0),
      r2: fit.r2,
      aicc: fit.aicc,
      first_lag: fit.firstLag,
      points: fit.points,
      facts: fit.facts,
      seeds: cohort.runs.length,
      correction: fit.net ? 'controls' : 'none',
      interval_method: methodOf(fit.parameters[0]!),
    };
  });
}
