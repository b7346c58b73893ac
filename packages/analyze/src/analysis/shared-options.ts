import * as z from 'zod';
import { logUnits } from '../measurements/log-unit.js';

/** Options that more than one analysis reads; each analysis declares its own beside it. */
export const sharedOptions = {
  seed: z.int().nonnegative().default(1).describe('seed of all random draws'),
  unit: z
    .enum(logUnits)
    .default('token')
    .describe(
      'what the log-probability of a target is taken over: the mean of its tokens, as in arXiv 2406.11813, or all of them, which does not depend on how a tokenizer cuts it and gives long targets more weight',
    ),
  window: z
    .int()
    .positive()
    .default(50)
    .describe(
      'steps after an encounter in which the local acquisition maximum is sought (50 in arXiv 2406.11813)',
    ),
  iqrFactor: z
    .number()
    .positive()
    .nullable()
    .default(1.5)
    .describe(
      'outliers beyond this many interquartile ranges are left out, per time and condition; null keeps all',
    ),
  bootstrap: z
    .strictObject({
      resamples: z
        .int()
        .min(100)
        .default(2000)
        .describe('resamples of facts and seeds; ends of intervals are rough below 2000'),
      level: z.number().gt(0).lt(1).default(0.95).describe('confidence level of the intervals'),
      seed: z.int().nonnegative().optional().describe('seed of the resamples; by default analyze.seed'),
      method: z
        .enum(['t', 'percentile', 'bca'])
        .default('t')
        .describe(
          'how intervals are made: Student t from variances over seeds and facts by the jackknife, percentiles of the resamples, or bias-corrected and accelerated percentiles (Efron 1987); over several seeds the last two are never narrower than t',
        ),
    })
    .default({ resamples: 2000, level: 0.95, method: 't' })
    .describe('intervals over facts and seeds, of every estimate of the analysis'),
  twin: z
    .string()
    .optional()
    .describe(
      'id of a run of the sweep whose data.order.injection.placement is none, such as inone or inone-s1: effectivity and retention are also given minus what the same probe does there; each run is compared with the run without injections that has most swept values in common with it, seeds included',
    ),
};

export type SharedOptions = z.infer<z.ZodObject<typeof sharedOptions>>;
