import { stageNames } from '@lethe/contracts';
import * as z from 'zod';

const label = z
  .string()
  .regex(/^[A-Za-z][A-Za-z]*$/, 'letters only')
  .describe('short name in run ids, such as bs or s');
const path = z
  .string()
  .regex(/^(data|model|train|probe)\.[\w.]+$/, 'a path into data, model, train or probe');
const name = /^[\w.]+$/;

const together = z
  .union([z.boolean(), z.array(z.enum(stageNames)).min(1)])
  .default(false)
  .describe(
    'stages whose tasks for the values of this axis are one Nx target, done one after the other in one process; true for all stages. Saves the start of many processes where each task is short',
  );

const sweptValues = z.strictObject({
  label,
  path: z
    .union([path, z.array(path).min(1)])
    .describe('such as train.seed, or several paths that all take the value'),
  values: z.array(z.union([z.number(), z.string().regex(name)])).min(1),
  together,
});

const overrides = z.record(z.string(), z.json());

const sweptVariants = z.strictObject({
  label,
  variants: z
    .record(
      z.string().regex(name),
      z.strictObject({
        data: overrides.optional(),
        model: overrides.optional(),
        train: overrides.optional(),
        probe: overrides.optional(),
      }),
    )
    .refine((variants) => Object.keys(variants).length > 0, 'expected a variant')
    .describe(
      'by name, what each variant lays over the sections: objects are merged, everything else is replaced',
    ),
  together,
});

/** The axes of a sweep. */
export const sweepSpec = z
  .array(z.union([sweptValues, sweptVariants]))
  .describe('one run for every combination of values and variants');

export type SweepAxis = z.output<typeof sweepSpec>[number];
