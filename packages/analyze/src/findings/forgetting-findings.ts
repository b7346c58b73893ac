import { isPositive } from '../bootstrap/bca-interval.js';
import { clustersIn } from '../bootstrap/cluster-table.js';
import { columnEstimate, combine } from '../bootstrap/estimate.js';
import { type Draft, stating } from '../claims/claim.js';
import type { Cell } from '../cohort/cell.js';
import { tokensPerStep } from '../cohort/cohort.js';
import type { RetentionFit } from '../fits/fit-retention.js';
import { formatValue } from '../format-value.js';
import { CONTROL } from '../measurements.js';
import { cellOf, type FindingContext, sharedDepths, withControls } from './finding-context.js';
import { forgettingClaims } from './forgetting-claims.js';
import { sourceValueAt } from './source-values.js';

const TOO_FEW_TIMES = 'retention was measured at too few times after the last encounter';

type Curve = 'retention' | 'netRetention';

const rangeOf = (fit: RetentionFit): string => `t = ${fit.range[0]}..${fit.range[1]}`;

function injectedFits(context: FindingContext, curve: Curve): { cell: Cell; fit: RetentionFit }[] {
  return context.sampler.cohort.cells.flatMap((cell) => {
    if (cell.condition === CONTROL || (curve === 'netRetention' && !context.sampler.hasControl(cell.depth)))
      return [];
    const fit = context.sampler[curve](cell)?.logarithmic;
    if (!fit) context.omit(`F10, F11 of ${cell.condition}, ${cell.depth}`, TOO_FEW_TIMES);
    return fit ? [{ cell, fit }] : [];
  });
}

/** F10: gains decay linearly in log t (arXiv 2406.11813, section 4.3). */
export function decaysLogarithmically(context: FindingContext): Draft[] {
  return injectedFits(context, 'retention').map(({ cell, fit }) => {
    const { F10, F10composition } = forgettingClaims;
    const claim = cell.depth === 'composition' ? F10composition : F10;
    return {
      ...stating(claim),
      subject: `${cell.condition}, ${cell.depth}`,
      detail: `above ${claim.test.above}, ${rangeOf(fit)}`,
      estimate: fit.r2Estimate,
      conditions: [cell.condition],
    };
  });
}

/**
 * F11: the decay constant is the published one (arXiv 2406.11813, table 2). Where the model still learns in
 * general, controls rise too, and the published definition counts that as retention; F11n subtracts them.
 */
export function decayConstantIsKnown(context: FindingContext): Draft[] {
  return (['retention', 'netRetention'] as const).flatMap((curve) =>
    injectedFits(context, curve).map(({ cell, fit }): Draft => {
      const net = curve === 'netRetention';
      const claim = net ? forgettingClaims.F11n : forgettingClaims.F11;
      return {
        ...stating(claim),
        subject: `${cell.condition}, ${cell.depth}`,
        detail: rangeOf(fit),
        sourceValue: sourceValueAt(claim, 'F11', cell),
        estimate: fit.estimates[1],
        conditions: net ? withControls(context, cell.depth, cell.condition) : [cell.condition],
      };
    }),
  );
}

/** F13: other wordings are forgotten more slowly than the same text (arXiv 2406.11813, table 2). */
export function paraphraseDecaysSlower(context: FindingContext): Draft[] {
  return sharedDepths(context, 'F13', 'duplication', 'paraphrase').flatMap((depth) => {
    const same = context.sampler.retention(cellOf(context, 'duplication', depth)!).logarithmic;
    const other = context.sampler.retention(cellOf(context, 'paraphrase', depth)!).logarithmic;
    if (!same || !other) {
      context.omit(`F13 of ${depth}`, TOO_FEW_TIMES);
      return [];
    }
    return {
      ...stating(forgettingClaims.F13),
      subject: depth,
      detail: rangeOf(same),
      estimate: combine((a, b) => a - b, other.estimates[1], same.estimates[1]),
      conditions: ['duplication', 'paraphrase'],
    };
  });
}

/** F6: what duplication gains over paraphrase does not last (arXiv 2406.11813, figure 2). */
export function duplicationAdvantageFades(context: FindingContext): Draft[] {
  const { sampler, omit } = context;
  return sharedDepths(context, 'F6', 'duplication', 'paraphrase').flatMap((depth) => {
    const same = cellOf(context, 'duplication', depth)!;
    const other = cellOf(context, 'paraphrase', depth)!;
    const column = lastSharedBin(same, other);
    if (column < 1) {
      omit(`F6 of ${depth}`, 'nothing was measured after the last local acquisition maximum');
      return [];
    }
    const advantage = (table: 'gainAfter' | 'gainAtLam') =>
      combine(
        (a, b) => a - b,
        columnEstimate(sampler.meansAt(same, table, [column]), 0),
        columnEstimate(sampler.meansAt(other, table, [column]), 0),
      );
    const start = advantage('gainAtLam');
    // A share of a lead means nothing where there is no lead.
    if (!isPositive(start, sampler.level)) {
      omit(`F6 of ${depth}`, 'duplication has no clear lead that it could lose');
      return [];
    }
    return {
      ...stating(forgettingClaims.F6),
      subject: depth,
      detail: `t = ${same.gainBins[column]!.from}..${same.gainBins[column]!.to}`,
      estimate: combine((late, early) => late / early, advantage('gainAfter'), start),
      conditions: ['duplication', 'paraphrase'],
    };
  });
}

/** Number of the last bin of gains in which both have probes; the first, of number 0, is t = 0. */
function lastSharedBin(...cells: readonly Cell[]): number {
  const shared = Math.min(...cells.map(({ gainBins }) => gainBins.length));
  const numbers = Array.from({ length: shared }, (_, bin) => bin);
  return numbers.findLast((bin) => cells.every(({ tables }) => clustersIn(tables.gainAfter, bin) > 0)) ?? -1;
}

/**
 * F16: the time until nothing is left, in tokens (arXiv 2406.11813, table 6). It is extrapolated, there as here,
 * from the logarithmic law; where that rises there is no such time and no such finding.
 */
export function thresholdIsKnown(context: FindingContext): Draft[] {
  const tokens = tokensPerStep(context.sampler.cohort);
  const fits = injectedFits(context, 'retention');
  if (tokens === null && fits.length > 0) {
    context.omit('F16', 'needs the tokens of a training step, the same in all seeds');
  }
  if (tokens === null) return [];
  return fits.flatMap(({ cell, fit }): Draft[] => {
    const steps = fit.xIntercept.log10;
    if (!Number.isFinite(steps)) {
      context.omit(`F16 of ${cell.condition}, ${cell.depth}`, 'by its logarithmic law nothing is ever lost');
      return [];
    }
    return [
      {
        ...stating(forgettingClaims.F16),
        subject: `${cell.condition}, ${cell.depth}`,
        detail: `extrapolated from ${rangeOf(fit)}; log10 of the steps ${formatValue(steps)}`,
        sourceValue: sourceValueAt(forgettingClaims.F16, 'F16', cell),
        estimate: combine(
          (intercept, decay) => fit.model.log10TimeOf([intercept, decay], 0) + Math.log10(tokens),
          fit.estimates[0]!,
          fit.estimates[1]!,
        ),
        conditions: [cell.condition],
      },
    ];
  });
}
