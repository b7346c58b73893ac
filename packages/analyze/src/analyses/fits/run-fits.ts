import type { RowOf } from '@lethe/contracts';
import type { RunContext } from '../../analysis/contexts.js';
import type { Outcome } from '../../analysis/define-analysis.js';
import type { BootstrapStatistics } from '../../cohort/bootstrap-statistics.js';
import { factsOf, injectedCells, tokensPerStep } from '../../cohort/cohort.js';
import { decadesOf } from '../../cohort/forgetting.js';
import type { RetentionFit } from '../../fits/fit-retention.js';
import { FEWEST_DECADES } from '../../fits/judge-laws.js';
import type { TimeToLevel } from '../../fits/time-to-level.js';
import type { fitDetailsTable, fitsTable, fitVerdictsTable } from './fits-tables.js';

type Tables = {
  fits: typeof fitsTable;
  fit_details: typeof fitDetailsTable;
  fit_verdicts: typeof fitVerdictsTable;
};

export function runFits({ statistics, note }: RunContext): Outcome<never, undefined, Tables> {
  const { fits, details, verdicts } = fitRows(statistics, note);
  return { tables: { fits, fit_details: details, fit_verdicts: verdicts } };
}

/** Rows of the tables fits, fit_details and fit_verdicts. */
interface FitRows {
  fits: RowOf<typeof fitsTable>[];
  details: RowOf<typeof fitDetailsTable>[];
  verdicts: RowOf<typeof fitVerdictsTable>[];
}

/** The laws of forgetting fitted to every injected condition and depth, and which of them it is. */
export function fitRows(statistics: BootstrapStatistics, log: (line: string) => void): FitRows {
  const { cohort } = statistics;
  const rows: FitRows = { fits: [], details: [], verdicts: [] };
  for (const cell of injectedCells(cohort).filter((cell) => factsOf(cohort, cell.condition) >= 2)) {
    const { condition, depth } = cell;
    const { fits: found, verdict } = statistics.retention(cell);
    if (!verdict) {
      log(`${cohort.id}: no fits for ${condition}, ${depth}: fewer than five times after the last encounter`);
      continue;
    }
    const key = { run: cohort.id, condition, depth };
    const tokens = tokensPerStep(cohort);
    const decades = decadesOf(found);
    rows.fits.push(
      ...found.map((fit) => ({ ...key, ...fitColumns(fit, tokens), interval_method: statistics.method })),
    );
    rows.details.push(
      ...found.map((fit) => ({ ...key, ...detailColumns(fit, tokens), interval_method: statistics.method })),
    );
    rows.verdicts.push({
      ...key,
      verdict: verdict.verdict,
      reason: verdict.reason,
      best_aicc: verdict.best.model.name,
      weight: verdict.weight,
      best_holdout: verdict.holdoutBest?.model.name ?? null,
      rivals: [...verdict.rivals],
      decades,
    });
    if (decades < FEWEST_DECADES) {
      log(
        `${cohort.id}: warning: fits cover ${decades.toFixed(1)} decades of t; below ${FEWEST_DECADES} laws are not told apart`,
      );
    }
  }
  return rows;
}

function fitColumns(fit: RetentionFit, tokensPerStep: number | null) {
  const inTokens = (time: TimeToLevel) =>
    tokensPerStep === null ? null : finiteOrNull(10 ** time.log10 * tokensPerStep);
  return {
    model: fit.model.name,
    parameter_names: [...fit.model.parameterNames],
    parameters: fit.parameters,
    standard_errors: fit.standardErrors,
    low: fit.low,
    high: fit.high,
    r2: fit.r2,
    aicc: fit.aicc,
    bic: fit.bic,
    holdout_error: fit.holdout ? Math.sqrt(fit.holdout.point) : null,
    half_life: finiteOrNull(10 ** fit.halfLife.log10),
    x_intercept: finiteOrNull(10 ** fit.xIntercept.log10),
    half_life_tokens: inTokens(fit.halfLife),
    x_intercept_tokens: inTokens(fit.xIntercept),
  };
}

function detailColumns(fit: RetentionFit, tokensPerStep: number | null) {
  // A factor moves a logarithm, and its interval with it.
  const inTokens = (log10: number) =>
    tokensPerStep === null ? null : numberOrNull(log10 + Math.log10(tokensPerStep));
  return {
    model: fit.model.name,
    points: fit.points,
    jacobian_errors: fit.jacobianErrors,
    correlations: fit.correlations,
    akaike_weight: fit.akaikeWeight,
    log10_half_life: numberOrNull(fit.halfLife.log10),
    log10_half_life_low: numberOrNull(fit.halfLife.low),
    log10_half_life_high: numberOrNull(fit.halfLife.high),
    log10_x_intercept: numberOrNull(fit.xIntercept.log10),
    log10_x_intercept_low: numberOrNull(fit.xIntercept.low),
    log10_x_intercept_high: numberOrNull(fit.xIntercept.high),
    tokens_per_step: tokensPerStep,
    log10_half_life_tokens: inTokens(fit.halfLife.log10),
    log10_half_life_tokens_low: inTokens(fit.halfLife.low),
    log10_half_life_tokens_high: inTokens(fit.halfLife.high),
    log10_x_intercept_tokens: inTokens(fit.xIntercept.log10),
    log10_x_intercept_tokens_low: inTokens(fit.xIntercept.low),
    log10_x_intercept_tokens_high: inTokens(fit.xIntercept.high),
  };
}

const finiteOrNull = (value: number): number | null => (Number.isFinite(value) && value > 0 ? value : null);
const numberOrNull = (value: number): number | null => (Number.isNaN(value) ? null : value);
