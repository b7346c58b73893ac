import { LetheError, schemaMistakes } from '@lethe/contracts';
import * as z from 'zod';

const count = z.int().positive();

/** What the options about injections are where they are not given. */
const around = { window: 50, everyInWindow: 5, perDecade: 12 };

const keys = {
  aroundInjections: z
    .boolean()
    .default(true)
    .describe(
      'false: every `every` updates, wherever injections lie, for those at random steps, which would leave hardly an update unmeasured; the options about injections are then left out',
    ),
  window: count.optional().describe('updates after an injection in which measurements are dense'),
  everyInWindow: count.optional().describe('updates between measurements in that window'),
  every: count
    .default(100)
    .describe('updates between measurements before the first injection, or throughout'),
  perDecade: count
    .optional()
    .describe(
      'measurements per factor of ten of updates after the last injection, evenly spaced in their logarithm',
    ),
};

/** Options of the observer: when the probes are measured while a model trains. */
export const observerOptions = z
  .strictObject(keys)
  .superRefine((options, context) => {
    if (options.aroundInjections) return;
    for (const key of ['window', 'everyInWindow', 'perDecade'] as const) {
      if (options[key] === undefined) continue;
      const message = 'aroundInjections is false, so that nothing depends on injections; leave it out';
      context.addIssue({ code: 'custom', path: [key], message });
    }
  })
  .transform((options) => ({ ...around, ...options }));

export type ObserverOptions = z.infer<typeof observerOptions>;

/** @throws LetheError naming the options that are unknown or out of range */
export function parseObserverOptions(options: unknown): ObserverOptions {
  const parsed = observerOptions.safeParse(options ?? {});
  if (parsed.success) return parsed.data;
  throw new LetheError({
    what: `the options are not those of this observer\n${schemaMistakes(parsed.error)}`,
    where: 'train.observers, module "@lethe/probe", options',
    expected: Object.keys(keys).join(', '),
  });
}
