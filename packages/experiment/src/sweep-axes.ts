import { sectionNames, stageNames } from '@lethe/contracts';
import * as z from 'zod';

/** All runs of a sweep are analyzed together, in one way. */
const sweptSections = sectionNames.filter((name) => name !== 'analyze');

const label = z
  .string()
  .regex(/^[A-Za-z][A-Za-z]*$/, 'letters only')
  .describe('short name in run ids, such as bs or s');
/** Keys through which JavaScript would reach what all objects share. */
const reserved = ['__proto__', 'prototype', 'constructor'];
const path = z
  .string()
  .regex(
    new RegExp(`^(${sweptSections.join('|')})(\\.(?!(${reserved.join('|')})(\\.|$))\\w+)+$`),
    `expected a path into ${sweptSections.slice(0, -1).join(', ')} or ${sweptSections.at(-1)}, without the keys ${reserved.join(', ')}`,
  );
const name = /^[\w.]+$/;

const together = z
  .union([z.boolean(), z.literal('program'), z.array(z.enum(stageNames)).min(1)])
  .default(false)
  .describe(
    'stages whose tasks for the values of this axis are one Nx target, run one after the other in one process; true for all stages. Saves starting many processes when each task is short. "program": all stages too, and train and probe compute their runs at once, as one program, where these have the same shapes',
  );

const smoke = z
  .array(z.union([z.number(), z.string()]))
  .min(1)
  .describe('the values or variants of which the smoke version has runs, such as one seed; all by default');

const smokeValues = z
  .record(z.string(), z.union([z.number(), z.string().regex(name)]))
  .refine((values) => Object.keys(values).length > 0, 'expected a value')
  .describe(
    'the values of which the smoke version has runs, and what stands for each there, such as { "9000": 30 } for a step that it does not reach',
  );

const sweptValues = z.strictObject({
  label,
  path: z
    .union([path, z.array(path).min(1)])
    .describe('such as train.seed, or several paths that all take the value'),
  values: z.array(z.union([z.number(), z.string().regex(name)])).min(1),
  smoke: z.union([smoke, smokeValues]).optional(),
  together,
});

const overrides = z.record(z.string(), z.json());

/** What is laid over sections of experiment.json. */
export const overridesOf = <Name extends string>(sections: readonly Name[]) =>
  z.strictObject(
    Object.fromEntries(sections.map((name) => [name, overrides.optional()])) as Record<
      Name,
      z.ZodOptional<typeof overrides>
    >,
  );

const sweptVariants = z.strictObject({
  label,
  variants: z
    .record(z.string().regex(name), overridesOf(sweptSections))
    .refine((variants) => Object.keys(variants).length > 0, 'expected a variant')
    .describe(
      'by name, what each variant lays over the sections: objects are merged, everything else is replaced',
    ),
  smoke: smoke.optional(),
  together,
});

/** The axes of a sweep. */
export const sweepSpec = z
  .array(z.union([sweptValues, sweptVariants]))
  .describe('one run for every combination of values and variants');

export type SweepAxis = z.output<typeof sweepSpec>[number];
