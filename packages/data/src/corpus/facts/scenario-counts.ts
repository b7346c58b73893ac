import * as z from 'zod';

const count = z.int().nonnegative();

/** How many facts go into each scenario. */
export const scenarioCounts = z
  .strictObject({
    duplication: count.default(0).describe('facts whose text is injected again and again'),
    paraphrase: count
      .default(0)
      .describe('facts injected once in their own words, then in other words each time'),
    once: count.default(0).describe('facts injected at the first encounter only'),
    control: count.default(0).describe('facts that are probed and never injected'),
  })
  .describe('how many facts go into each condition');

export type ScenarioCounts = z.infer<typeof scenarioCounts>;
export type Scenario = keyof ScenarioCounts;
