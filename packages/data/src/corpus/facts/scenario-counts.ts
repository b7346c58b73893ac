import * as z from 'zod';

const count = z.int().nonnegative();

/** How many facts go into each scenario. Scenarios of other names have a plan in `data.order.injection.scenarios`. */
export const scenarioCounts = z
  .object({
    duplication: count.default(0).describe('facts whose text is injected at every encounter'),
    paraphrase: count
      .default(0)
      .describe('facts injected once as their text, then as another wording each time'),
    once: count.default(0).describe('facts injected at the first encounter only'),
    control: count.default(0).describe('facts that are probed and never injected'),
  })
  .catchall(count)
  .describe('number of facts in each condition');

export type ScenarioCounts = z.infer<typeof scenarioCounts>;

/** The scenarios of arXiv 2406.11813, which have plans of their own accord. */
export type Scenario = 'duplication' | 'paraphrase' | 'once' | 'control';

/** Scenarios that every experiment knows: those, and `background`, whose facts the background tells. */
export const usualScenarios = ['duplication', 'paraphrase', 'once', 'control', 'background'] as const;
