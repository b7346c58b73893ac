import * as z from 'zod';

const step = z.int().nonnegative();
const steps = z.int().positive();
const fraction = z.number().min(0).max(1);

/** Steps between injections and their number where nothing is said (arXiv 2406.11813, section 3). */
const INTERVAL = 100;
const COUNT = 10;

/** Options that say when: of the common plan, and of the plan of a single scenario. */
export const spacingKeys = {
  start: step.optional().describe('step of the first injection'),
  end: step
    .optional()
    .describe(
      'step of the last injection, instead of start: what is held equal where plans differ in spacing; with factsPerStep that of the first group',
    ),
  interval: steps
    .optional()
    .describe(
      'steps between injections (100 by default, as in arXiv 2406.11813); beside a list of one step, the steps over which factsPerStep spreads its groups',
    ),
  count: steps.optional().describe('number of injections (10 by default, as in arXiv 2406.11813)'),
  intervals: z
    .array(steps)
    .min(1)
    .optional()
    .describe(
      'steps between each injection and the next, such as [10, 20, 40] for expanding spacing; beside start or end, instead of interval and count',
    ),
  steps: z
    .array(step)
    .min(1)
    .optional()
    .describe('steps of all injections, ascending; instead of start, end, interval, intervals and count'),
  window: z
    .tuple([fraction, fraction])
    .optional()
    .describe(
      'part of the training, as fractions of its steps, in which every fact has `count` steps of its own, drawn by data.seed, none twice: [0, 1] for random places of the whole training, [0.75, 1] for those of its last quarter (arXiv 2510.19811); instead of start, end, interval, intervals and steps',
    ),
  spread: steps
    .optional()
    .describe(
      'steps over which factsPerStep spreads its groups; by default the interval, the shortest where intervals differ',
    ),
};

/** When facts are injected, in whichever form it is given. */
export type Spacing = z.infer<z.ZodObject<typeof spacingKeys>>;

/** The first step, the shortest interval and the number of injections: every form has them but a window. */
export type SpacingSummary = Required<Pick<Spacing, 'start' | 'interval' | 'count'>>;

/** Injections at the same steps for all facts of a plan, known by their summary and their lists. */
export type ListedSpacing = SpacingSummary &
  Pick<Spacing, 'intervals' | 'steps' | 'spread'> & { window?: undefined };

/** Injections at steps that are drawn for each fact. */
export type DrawnSpacing = Required<Pick<Spacing, 'window' | 'count'>>;

/** A spacing whose form is known. */
export type ResolvedSpacing = ListedSpacing | DrawnSpacing;

/** Whether every fact has steps of its own. */
export const isDrawn = (spacing: ResolvedSpacing): spacing is DrawnSpacing => spacing.window !== undefined;

/**
 * What is true of a spacing in any form; its start is negative where `end` comes too early for all injections. A window
 * has a number of injections alone.
 */
export function summarizeSpacing(spacing: Spacing): Partial<SpacingSummary> & Pick<SpacingSummary, 'count'> {
  return spacing.window ? { count: spacing.count ?? COUNT } : summarizeSteps(spacing);
}

function summarizeSteps(spacing: Spacing): SpacingSummary {
  const { interval = INTERVAL, count = COUNT, intervals, steps } = spacing;
  if (steps?.length === 1) return { start: steps[0]!, interval, count: 1 };
  if (steps) return { start: steps[0]!, interval: Math.min(...gapsOf(steps)), count: steps.length };
  const start = spacing.start ?? (spacing.end === undefined ? 0 : spacing.end - spanOf(spacing));
  if (intervals) return { start, interval: Math.min(...intervals), count: intervals.length + 1 };
  return { start, interval, count };
}

/** A spacing without what only some of its forms say. */
export function resolveSpacing(spacing: Spacing): ResolvedSpacing {
  const { window, intervals, steps, spread } = spacing;
  if (window) return { window, count: spacing.count ?? COUNT };
  return { intervals, steps, spread, ...summarizeSteps(spacing) };
}

/** Steps from the first injection to the last of a spacing that is no list of steps. */
export function spanOf({ interval = INTERVAL, count = COUNT, intervals }: Spacing): number {
  return intervals?.reduce((sum, gap) => sum + gap, 0) ?? (count - 1) * interval;
}

/** Steps between those of a list. */
export const gapsOf = (list: readonly number[]): number[] => list.slice(1).map((step, i) => step - list[i]!);

/**
 * Training steps of the injections, ascending: the list `steps`; or `start` and, after each of `intervals`, another;
 * or `count` steps from `start`, `interval` apart (arXiv 2406.11813 section 3: 10 injections, 100 steps apart).
 */
export function injectionSteps({ start, interval, count, intervals, steps }: ListedSpacing): number[] {
  if (steps) return [...steps];
  const gaps = intervals ?? Array.from({ length: count - 1 }, () => interval);
  const all = [start];
  for (const gap of gaps) all.push(all.at(-1)! + gap);
  return all;
}

/** The steps of a window: from the first to before the second. */
export const windowSteps = ({ window: [from, to] }: DrawnSpacing, steps: number): [number, number] => [
  Math.round(from * steps),
  Math.round(to * steps),
];

/** The last step at which a spacing injects, the last of the groups of `factsPerStep` included. */
export function lastInjection(spacing: ListedSpacing, factsPerStep: number | null): number {
  const last = spacing.steps?.at(-1) ?? spacing.start + spanOf(spacing);
  return factsPerStep === null ? last : last + (spacing.spread ?? spacing.interval) - 1;
}
