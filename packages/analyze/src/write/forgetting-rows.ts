import type { fits, RowOf, retainability } from '@lethe/contracts';
import { clustersIn } from '../bootstrap/cluster-table.js';
import type { Cell } from '../cohort/cell.js';
import { factsOf } from '../cohort/cohort.js';
import type { Sampler } from '../cohort/sampler.js';
import { CONTROL } from '../measurements.js';

/** Injected cells with facts enough for an interval, and a log line for the others. */
function injectedCells({ cohort }: Sampler, log: (line: string) => void): Cell[] {
  return cohort.cells.filter((cell) => {
    if (cell.condition === CONTROL) return false;
    const enough = factsOf(cohort, cell.condition) >= 2;
    if (!enough)
      log(`${cohort.id}: no retainability of ${cell.condition}, ${cell.depth}: fewer than two facts`);
    return enough;
  });
}

/** Mean retainability with its interval at every time, of every injected condition and depth. */
export function retainabilityRows(
  sampler: Sampler,
  log: (line: string) => void,
): RowOf<typeof retainability>[] {
  return injectedCells(sampler, log).flatMap((cell) => {
    const rows = sampler.retention(cell).points.flatMap(({ t, mean, interval, column }) =>
      interval
        ? {
            run: sampler.cohort.id,
            condition: cell.condition,
            depth: cell.depth,
            t,
            mean,
            ...interval,
            facts: clustersIn(cell.tables.retention, column),
          }
        : [],
    );
    if (rows.length < cell.bins.length) {
      log(
        `${sampler.cohort.id}: retainability leaves out times at which fewer than half of a condition's probes were measured`,
      );
    }
    return rows;
  });
}

/** Decades of t below which laws of forgetting can hardly be told apart. */
const FEWEST_DECADES = 1.5;

/** The laws of forgetting fitted to every injected condition and depth. */
export function fitRows(sampler: Sampler, log: (line: string) => void): RowOf<typeof fits>[] {
  const { cohort } = sampler;
  const decades = Math.log10(Math.max(cohort.fitUntil, 1));
  const rows = injectedCells(sampler, () => undefined).flatMap((cell) => {
    const found = sampler.retention(cell).fits;
    if (found.length === 0) {
      log(
        `${cohort.id}: no fits for ${cell.condition}, ${cell.depth}: fewer than five times after the last encounter`,
      );
    }
    return found.map((fit) => ({
      run: cohort.id,
      condition: cell.condition,
      depth: cell.depth,
      model: fit.model.name,
      parameter_names: [...fit.model.parameterNames],
      parameters: fit.parameters,
      standard_errors: fit.standardErrors,
      low: fit.low,
      high: fit.high,
      r2: fit.r2,
      aicc: fit.aicc,
      bic: fit.bic,
      holdout_error: fit.holdoutError,
      half_life: fit.halfLife,
      x_intercept: fit.xIntercept,
    }));
  });
  if (rows.length > 0 && decades < FEWEST_DECADES) {
    log(
      `${cohort.id}: warning: fits cover ${decades.toFixed(1)} decades of t; below ${FEWEST_DECADES} the laws can hardly be told apart`,
    );
  }
  return rows;
}
