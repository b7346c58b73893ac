import * as z from 'zod';

const count = z.int().nonnegative();

/** How many facts go into each scenario. */
export const scenarioCounts = z
  .strictObject({
    duplication: count.default(0).describe('facts whose text is injected at every encounter'),
    paraphrase: count
      .default(0)
      .describe('facts injected once as their text, then as another wording each time'),
    once: count.default(0).describe('facts injected at the first encounter only'),
    control: count.default(0).describe('facts that are probed and never injected'),
  })
  .describe('number of facts in each condition');

export type ScenarioCounts = z.infer<typeof scenarioCounts>;
export type Scenario = keyof ScenarioCounts;
