import * as z from 'zod';

/** Option of worlds whose facts differ in popularity. */
export const zipfExponent = z
  .number()
  .min(0)
  .max(10)
  .default(0)
  .describe("exponent of Zipf's law of popularity; 0 makes all facts equally popular");
