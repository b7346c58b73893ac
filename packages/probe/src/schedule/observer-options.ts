import { LetheError } from '@lethe/contracts';
import * as z from 'zod';

const count = z.int().positive();

/** Options of the observer: when the probes are measured while a model trains. */
export const observerOptions = z.strictObject({
  window: count.default(50).describe('updates after an injection in which measurements are dense'),
  everyInWindow: count.default(5).describe('updates between measurements in that window'),
  every: count.default(100).describe('updates between measurements before the first injection'),
  perDecade: count
    .default(12)
    .describe(
      'measurements per factor of ten of updates after the last injection, evenly spaced in their logarithm',
    ),
});

export type ObserverOptions = z.infer<typeof observerOptions>;

/** @throws LetheError naming the options that are unknown or out of range */
export function parseObserverOptions(options: unknown): ObserverOptions {
  const parsed = observerOptions.safeParse(options ?? {});
  if (parsed.success) return parsed.data;
  throw new LetheError({
    what: `the options are not those of this observer\n${z.prettifyError(parsed.error)}`,
    where: 'train.observers, module "@lethe/probe", options',
    expected: Object.keys(observerOptions.shape).join(', '),
  });
}
