import * as z from 'zod';

export const tracesOptions = {
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
};

export type TracesOptions = z.infer<z.ZodObject<typeof tracesOptions>>;
