import { findManifest, type RunDirectories } from '@lethe/contracts';
import * as z from 'zod';

const plan = z.looseObject({ window: z.unknown().optional() });
const injectionConfig = z.object({
  data: z.object({
    order: z.object({
      injection: plan.extend({
        scenarios: z.record(z.string(), z.union([plan, z.string()])).optional(),
      }),
    }),
  }),
});

/** Options of an own plan that take it out of the window of the common one. */
const stepKeys = ['start', 'end', 'interval', 'intervals', 'steps'];

/**
 * Whether the facts of a condition are injected at random steps of their own, as the manifest of the data stage says; where
 * it says nothing, they are not.
 */
export function drawnConditions({ data }: Pick<RunDirectories, 'data'>): (condition: string) => boolean {
  const injection = injectionConfig.safeParse(findManifest(data)?.config).data?.data.order.injection;
  return (condition) => {
    if (!injection) return false;
    const own = injection.scenarios?.[condition];
    if (typeof own !== 'object') return injection.window !== undefined;
    return (
      own.window !== undefined || (injection.window !== undefined && !stepKeys.some((key) => key in own))
    );
  };
}
