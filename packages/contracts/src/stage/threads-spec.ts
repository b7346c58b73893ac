import * as z from 'zod';

/** How many threads a stage computes with; declared once for the stages that have a backend. */
export const threadsSpec = z
  .int()
  .min(1)
  .max(1024)
  .nullable()
  .default(null)
  .describe(
    'threads of the native backend; null for LETHE_THREADS, else one per processor. Several small models in one thread each take less time than one after the other in all, and Nx runs tasks with a number of threads beside each other. Results are the same bytes on any number of processors only with the same number of threads',
  );
