import * as z from 'zod';
import { publishedLaw, traceLaws } from '../laws/laws.js';

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
  twin: z
    .string()
    .optional()
    .describe(
      'id of a run of the sweep whose data.order.injection.placement is none, such as inone or inone-s1: effectivity is also given minus that of the same probe there; each run is compared with the run without injections that has most swept values in common with it, seeds included',
    ),
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
  longTail: z
    .strictObject({
      decay: z
        .enum(traceLaws.map(({ name }) => name))
        .default(publishedLaw.name)
        .describe('law of the traces; under power laws nothing is ever lost entirely'),
      facts: z.int().min(2).max(1_000_000).default(100_000).describe('facts of the simulated world'),
      exponent: z
        .number()
        .nonnegative()
        .default(1)
        .describe('of Zipf: the fact of rank r comes r^-exponent times as often'),
      perStep: z.number().positive().default(1).describe('texts of all facts together that come in a step'),
      duplicates: z
        .strictObject({
          copies: z.int().positive().default(5).describe('encounters with each text, the first included'),
          spacing: z.int().positive().default(1).describe('steps from one copy to the next'),
          copyGain: z
            .number()
            .nonnegative()
            .default(1)
            .describe("gain of a further copy as a share of the first one's"),
        })
        .default({ copies: 5, spacing: 1, copyGain: 1 }),
      share: z
        .number()
        .min(0)
        .lt(1)
        .default(0.1)
        .describe('a fact accumulates where more than this share of a gain is left when its next text comes'),
      knownAt: z
        .number()
        .positive()
        .default(1)
        .describe('a fact is known where so many gains are left before its texts'),
    })
    .prefault({})
    .describe('what fitted traces say of facts that come more or less often'),
  exports: z
    .array(z.enum(['csv', 'parquet', 'svg', 'png']))
    .default(['csv', 'parquet', 'svg', 'png'])
    .describe(
      'what is written beside the Arrow tables and the report: every table as csv and parquet (tables/), every figure as svg, png and csv (figures/); [] for nothing',
    ),
});

export type AnalyzeSpec = z.infer<typeof analyzeSpec>;
