import type { ZodRawShape } from 'zod';
import * as z from 'zod';
import { analyses } from '../analyses/registry.js';
import { sharedOptions } from '../analysis/shared-options.js';

type Intersection<U> = (U extends unknown ? (value: U) => void : never) extends (value: infer I) => void
  ? I
  : never;
type OptionsOfAll = Intersection<(typeof analyses)[number]['options']>;

const ownOptions = Object.assign(
  {},
  ...analyses.map(({ options }: { options: ZodRawShape }) => options),
) as OptionsOfAll;

/** How the measurements become numbers with intervals. */
export const analyzeSpec = z.strictObject({
  ...sharedOptions,
  ...ownOptions,
  exports: z
    .array(z.enum(['csv', 'parquet', 'svg', 'png']))
    .default(['csv', 'parquet', 'svg', 'png'])
    .describe(
      'what is written beside the Arrow tables and the report: every table as csv and parquet (tables/), every figure as svg, png and csv (figures/); [] for nothing',
    ),
});

export type AnalyzeSpec = z.infer<typeof analyzeSpec>;
