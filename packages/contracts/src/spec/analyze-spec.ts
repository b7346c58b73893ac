import * as z from 'zod';

/** How the measurements become numbers with intervals. */
export const analyzeSpec = z.strictObject({
  seed: z.int().nonnegative().default(1).describe('seed of the bootstrap'),
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
      resamples: z.int().min(100).default(2000),
      level: z.number().gt(0).lt(1).default(0.95),
    })
    .default({ resamples: 2000, level: 0.95 })
    .describe('cluster bootstrap over facts'),
});

export type AnalyzeSpec = z.infer<typeof analyzeSpec>;
