import * as z from 'zod';

const count = z.int().nonnegative();

/** How the wording of a fact is chosen at each of its injections. */
const variantPolicy = z.enum(['text', 'text-first', 'cycle', 'random', 'variants-only']);

/** When, where and in which words facts are injected. */
export const injectionSpec = z
  .strictObject({
    start: count.optional().describe('step of the first injection'),
    interval: z
      .int()
      .positive()
      .optional()
      .describe(
        'steps between injections (100 by default, as in arXiv 2406.11813); beside a list of one step, the steps over which factsPerStep spreads its groups',
      ),
    count: z
      .int()
      .positive()
      .optional()
      .describe('number of injections (10 by default, as in arXiv 2406.11813)'),
    intervals: z
      .array(z.int().positive())
      .min(1)
      .optional()
      .describe(
        'steps between each injection and the next, such as [10, 20, 40] for expanding spacing; beside start, instead of interval and count',
      ),
    steps: z
      .array(count)
      .min(1)
      .optional()
      .describe('steps of all injections, ascending; instead of start, interval, intervals and count'),
    factsPerStep: z
      .int()
      .positive()
      .nullable()
      .default(null)
      .describe(
        'facts injected at one step; the next groups of facts follow evenly spread over the interval (the shortest, where intervals differ), so that a small batch stays mostly background. null injects all facts in one step, as in arXiv 2406.11813',
      ),
    variants: z
      .record(z.string(), variantPolicy)
      .default({})
      .describe(
        'wording that a scenario injects. text: the text every time; text-first: the text, then its variants in turn; cycle: text and variants in turn; variants-only: variants in turn; random: text or a variant, drawn every time. By default text-first for paraphrase, text for duplication and once; a scenario of another name is injected every time and needs an entry',
      ),
    rotation: z
      .union([count, z.literal('seed')])
      .default(0)
      .describe(
        'which facts serve which scenario: each scenario takes the facts this many places further than those that the source gives it, controls too; seed deals all facts at random by data.seed',
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

type Spacing = {
  [K in 'start' | 'interval' | 'count']?: number | undefined;
} & { intervals?: number[] | undefined; steps?: number[] | undefined };

/** The first step, the shortest interval and the number of injections, in whichever form they are given. */
function summarizeSpacing({ start = 0, interval = 100, count = 10, intervals, steps }: Spacing): {
  start: number;
  interval: number;
  count: number;
} {
  if (steps?.length === 1) return { start: steps[0]!, interval, count: 1 };
  if (steps) {
    const gaps = steps.slice(1).map((step, i) => step - steps[i]!);
    return { start: steps[0]!, interval: Math.min(...gaps), count: steps.length };
  }
  if (intervals) return { start, interval: Math.min(...intervals), count: intervals.length + 1 };
  return { start, interval, count };
}

/**
 * Conflicts within an injection plan, by key. Start, interval and count may stand beside a list
 * that says the same, so that a spec with its defaults filled in can be parsed again.
 */
function findContradictions(
  injection: Spacing & { variants: Record<string, string>; placement: string; at: number },
): { key: (string | number)[]; message: string }[] {
  const { start, intervals, steps, variants, placement, at } = injection;
  const found: { key: (string | number)[]; message: string }[] = [];
  if (steps === undefined && start === undefined) {
    found.push({ key: ['start'], message: 'expected start, or a list of steps' });
  }
  const descent = steps?.findIndex((step, i) => i > 0 && step <= steps[i - 1]!) ?? -1;
  if (descent > 0) {
    const message = `expected more than ${steps![descent - 1]}, the step before, found ${steps![descent]}`;
    found.push({ key: ['steps', descent], message });
  }
  if (steps && intervals) {
    found.push({
      key: ['intervals'],
      message: 'steps already says when facts are injected; leave out one of them',
    });
  }
  const list = steps ? 'steps' : 'intervals';
  if (steps ?? intervals) {
    const summary = summarizeSpacing(injection);
    for (const key of ['start', 'interval', 'count'] as const) {
      if (injection[key] === undefined || injection[key] === summary[key]) continue;
      found.push({ key: [key], message: `${list} already says when facts are injected; leave out ${key}` });
    }
  }
  for (const scenario of ['control', 'background']) {
    if (variants[scenario] === undefined) continue;
    found.push({ key: ['variants', scenario], message: `${scenario} is never injected; leave it out` });
  }
  if (at > 0 && placement !== 'replace' && placement !== 'none') {
    found.push({ key: ['at'], message: `expected placement replace, found ${placement}` });
  }
  return found;
}
