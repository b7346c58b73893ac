import { isPositive } from '../bootstrap/bca-interval.js';
import { columnEstimate, combine } from '../bootstrap/estimate.js';
import type { Cell } from '../cohort/cell.js';
import { tokensPerStep } from '../cohort/cohort.js';
import type { RetentionFit } from '../fits/fit-retention.js';
import { formatValue } from '../format-value.js';
import { CONTROL } from '../measurements.js';
import type { Draft } from './claim.js';
import { cellOf, type FindingContext, sharedDepths, withControls } from './finding-context.js';

/** Decay constants of OLMo-7B at its middle checkpoint (arXiv 2406.11813, table 2). */
const sourceDecay: Record<string, Record<string, string>> = {
  duplication: { memorization: '0.25', semantic: '0.25', composition: '0.20' },
  paraphrase: { memorization: '0.21', semantic: '0.23', composition: '0.15' },
};
const DECAY_RANGE = [0.14, 0.26] as const;
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
    const threshold = cell.depth === 'composition' ? 0.65 : 0.8;
    return {
      number: 'F10',
      subject: `${cell.condition}, ${cell.depth}`,
      topic: 'retainability is linear in log t, R2 as published',
      detail: `above ${threshold}, ${rangeOf(fit)}`,
      sourceValue: `> ${threshold.toFixed(2)}`,
      estimate: fit.r2Estimate,
      claim: { above: threshold },
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
      const source = sourceDecay[cell.condition]?.[cell.depth];
      const net = curve === 'netRetention';
      return {
        number: net ? 'F11n' : 'F11',
        subject: `${cell.condition}, ${cell.depth}`,
        topic: `decay constant${net ? ' net of controls' : ''} is within ${DECAY_RANGE.join('-')} per decade of updates`,
        detail: rangeOf(fit),
        sourceValue: `${source ? `${source} (7B, middle); ` : ''}${DECAY_RANGE.join('-')} overall`,
        estimate: fit.estimates[1],
        claim: { between: DECAY_RANGE },
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
      number: 'F13',
      subject: depth,
      topic: 'decay constant of paraphrase is below that of duplication (difference)',
      detail: rangeOf(same),
      sourceValue: 'lower in 7 of 9 cells; mean -0.027',
      estimate: combine((a, b) => a - b, other.estimates[1], same.estimates[1]),
      claim: { below: 0 },
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
    const times = new Map(sampler.retention(other).points.map(({ t, column }) => [t, column]));
    const end = sampler.retention(same).points.findLast(({ t }) => times.has(t));
    if (!end || end.t === 0) {
      omit(`F6 of ${depth}`, 'nothing was measured after the last local acquisition maximum');
      return [];
    }
    const advantage = (table: 'gainAfter' | 'gainAtLam') =>
      combine(
        (a, b) => a - b,
        columnEstimate(sampler.meansAt(same, table, [end.column]), 0),
        columnEstimate(sampler.meansAt(other, table, [times.get(end.t)!]), 0),
      );
    const start = advantage('gainAtLam');
    // A share of a lead means nothing where there is no lead.
    if (!isPositive(start, sampler.level)) {
      omit(`F6 of ${depth}`, 'duplication has no clear lead that it could lose');
      return [];
    }
    return {
      number: 'F6',
      subject: depth,
      topic: 'less than half of the lead of duplication over paraphrase lasts (share)',
      detail: `t = ${end.t}`,
      sourceValue: 'similar at t = 2000, far ahead at t = 0',
      estimate: combine((late, early) => late / early, advantage('gainAfter'), start),
      claim: { below: 0.5 },
      conditions: ['duplication', 'paraphrase'],
    };
  });
}

const THRESHOLDS = [10.86, 12.06] as const;
/** log10 of tokens of OLMo-7B at its middle checkpoint (arXiv 2406.11813, table 6). */
const sourceThreshold: Record<string, Record<string, string>> = {
  duplication: { memorization: '11.02', semantic: '10.98', composition: '11.32' },
  paraphrase: { memorization: '11.37', semantic: '10.94', composition: '11.88' },
};

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
    const source = sourceThreshold[cell.condition]?.[cell.depth];
    return [
      {
        number: 'F16',
        subject: `${cell.condition}, ${cell.depth}`,
        topic: `log10 of the tokens until nothing is left is within ${THRESHOLDS.join('-')}`,
        detail: `extrapolated from ${rangeOf(fit)}; log10 of the steps ${formatValue(steps)}`,
        sourceValue: `${source ? `${source} (7B, middle); ` : ''}${THRESHOLDS.join('-')} overall, batches of 4.2M tokens`,
        estimate: combine(
          (intercept, decay) => fit.model.log10TimeOf([intercept, decay], 0) + Math.log10(tokens),
          fit.estimates[0]!,
          fit.estimates[1]!,
        ),
        claim: { between: THRESHOLDS },
        conditions: [cell.condition],
      },
    ];
  });
}
