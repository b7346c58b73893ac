import * as z from 'zod';

/** How the measurements become numbers with intervals. */
export const analyzeSpec = z.strictObject({
  seed: z.int().nonnegative().default(1).describe('seed of everything that is drawn'),
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
      level: z.number().gt(0).lt(1).default(0.95).describe('share of intervals that hold the truth'),
      seed: z.int().nonnegative().optional().describe('seed of the resamples; analyze.seed where absent'),
      method: z
        .enum(['percentile', 'bca'])
        .default('percentile')
        .describe(
          'how intervals are taken from the resamples: percentiles, or bias-corrected and accelerated (Efron 1987) by leaving out each fact and seed',
        ),
    })
    .default({ resamples: 2000, level: 0.95, method: 'percentile' })
    .describe('cluster bootstrap over facts and seeds: every interval of the analysis'),
  traces: z
    .strictObject({
      firstLag: z
        .int()
        .positive()
        .default(20)
        .describe(
          'measurements sooner than this after an encounter are left out, steps: with Adam an update goes on to act for a while; at most half the smallest interval between encounters is left out',
        ),
    })
    .default({ firstLag: 20 })
    .describe('decay per encounter, from superposed traces'),
  exports: z
    .array(z.enum(['csv', 'parquet', 'svg', 'png']))
    .default(['csv', 'parquet', 'svg', 'png'])
    .describe(
      'what is written beside the Arrow tables and the report: every table as csv and parquet (tables/), every figure as svg, png and csv (figures/); [] for nothing',
    ),
});

export type AnalyzeSpec = z.infer<typeof analyzeSpec>;
