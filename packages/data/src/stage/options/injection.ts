import * as z from 'zod';
import {
  findIdleGroups,
  findPlanContradictions,
  isInjected,
  type ScenarioPlans,
  scenarioPlans,
} from './scenario-plans.js';
import { type Spacing, spacingKeys, summarizeSpacing } from './spacing.js';
import { type Contradiction, findIdleSpread, findSpacingContradictions } from './spacing-contradictions.js';

const count = z.int().nonnegative();

/** How the wording of a fact is chosen at each of its injections. */
const variantPolicy = z.enum(['text', 'text-first', 'cycle', 'random', 'variants-only']);

/** When, where and in which words facts are injected. */
export const injectionSpec = z
  .strictObject({
    ...spacingKeys,
    factsPerStep: z
      .int()
      .positive()
      .nullable()
      .default(null)
      .describe(
        'facts injected at one step; the next groups of facts follow evenly spread over `spread`, the interval by default (the shortest, where intervals differ), so that a small batch stays mostly background. null injects all facts in one step, as in arXiv 2406.11813',
      ),
    variants: z
      .record(z.string(), variantPolicy)
      .default({})
      .describe(
        'wording that a scenario injects. text: the text every time; text-first: the text, then its variants in turn; cycle: text and variants in turn; variants-only: variants in turn; random: text or a variant, drawn every time. By default text-first for paraphrase, text for duplication and once; a scenario of another name is injected every time and needs an entry, unless it has its own plan: then it is text',
      ),
    scenarios: scenarioPlans
      .optional()
      .describe(
        "own plans of scenarios, of any name: what a plan states replaces that of the common plan, so that { s10: { interval: 10 }, s640: { interval: 640 } } compares spacings in one run, beside end with the same last step, and { d4: { window: [0, 1], count: 4 }, d64: { window: [0, 1], count: 64 } } doses. told: the background tells the scenario's facts in their wordings; mentioned: subject and target stand in one document. Such facts are not injected, and every text of the background that tells them counts as an encounter",
      ),
    rotation: z
      .union([count, z.literal('seed')])
      .default(0)
      .describe(
        'which facts serve which scenario: each scenario takes the facts this many places further than those that the source gives it, controls too, those that are told not; seed deals all facts at random by data.seed',
      ),
    row: z
      .enum(['first', 'spread', 'random'])
      .default('first')
      .describe(
        'rows of the batch that take the texts: the first ones, as in arXiv 2406.11813, rows evenly spread over the batch, or random ones drawn by data.seed',
      ),
    placement: z
      .enum(['prepend', 'replace', 'append', 'none'])
      .default('prepend')
      .describe(
        'where in a row the text goes; none injects nothing and keeps the plan, so that probes are measured at the same steps: a twin run (analyze.twin)',
      ),
    at: z
      .number()
      .min(0)
      .max(1)
      .default(0)
      .describe(
        'with placement replace: fraction of the row at which the text begins; earlier only where it would not fit',
      ),
  })
  .superRefine((injection, context) => {
    for (const { key, message } of findContradictions(injection)) {
      context.addIssue({ code: 'custom', path: key, message });
    }
  })
  .transform((injection) => ({ ...injection, ...summarizeSpacing(injection) }));

/** Conflicts within an injection plan, by key. */
function findContradictions(
  injection: Spacing & {
    variants: Record<string, string>;
    scenarios?: ScenarioPlans | undefined;
    factsPerStep: number | null;
    placement: string;
    at: number;
  },
): Contradiction[] {
  const { start, end, steps, window, factsPerStep, scenarios, variants, placement, at } = injection;
  const found = [...findSpacingContradictions(injection), ...findIdleSpread(injection, factsPerStep)];
  if (steps === undefined && start === undefined && end === undefined && window === undefined) {
    found.push({ key: ['start'], message: 'expected start or end, a list of steps or a window' });
  }
  if (found.length === 0) {
    const plan = { ...injection, ...summarizeSpacing(injection) };
    found.push(...findPlanContradictions(plan));
    if (found.length === 0) found.push(...findIdleGroups(plan));
  }
  for (const scenario of Object.keys(variants)) {
    if (isInjected({ scenarios }, scenario)) continue;
    found.push({ key: ['variants', scenario], message: `${scenario} is never injected; leave it out` });
  }
  if (at > 0 && placement !== 'replace' && placement !== 'none') {
    found.push({ key: ['at'], message: `expected placement replace, found ${placement}` });
  }
  return found;
}
