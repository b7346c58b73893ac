import * as z from 'zod';

const step = z.int().nonnegative();
const steps = z.int().positive();

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
  spread: steps
    .optional()
    .describe(
      'steps over which factsPerStep spreads its groups; by default the interval, the shortest where intervals differ',
    ),
};

/** When facts are injected, in whichever form it is given. */
export type Spacing = z.infer<z.ZodObject<typeof spacingKeys>>;

/** The first step, the shortest interval and the number of injections: every form has them. */
export type SpacingSummary = Required<Pick<Spacing, 'start' | 'interval' | 'count'>>;

/** A spacing whose form is known by its summary and its lists. */
export type ResolvedSpacing = SpacingSummary & Pick<Spacing, 'intervals' | 'steps' | 'spread'>;

/** The summary of a spacing; its start is negative where `end` comes too early for all injections. */
export function summarizeSpacing(spacing: Spacing): SpacingSummary {
  const { interval = 100, count = 10, intervals, steps } = spacing;
  if (steps?.length === 1) return { start: steps[0]!, interval, count: 1 };
  if (steps) return { start: steps[0]!, interval: Math.min(...gapsOf(steps)), count: steps.length };
  const start = spacing.start ?? (spacing.end === undefined ? 0 : spacing.end - spanOf(spacing));
  if (intervals) return { start, interval: Math.min(...intervals), count: intervals.length + 1 };
  return { start, interval, count };
}

/** Steps from the first injection to the last of a spacing that is no list of steps. */
function spanOf({ interval = 100, count = 10, intervals }: Spacing): number {
  return intervals?.reduce((sum, gap) => sum + gap, 0) ?? (count - 1) * interval;
}

/** Steps between those of a list. */
export const gapsOf = (list: readonly number[]): number[] => list.slice(1).map((step, i) => step - list[i]!);

/**
 * Training steps of the injections, ascending: the list `steps`; or `start` and, after each of `intervals`, another;
 * or `count` steps from `start`, `interval` apart (arXiv 2406.11813 section 3: 10 injections, 100 steps apart).
 */
export function injectionSteps({ start, interval, count, intervals, steps }: ResolvedSpacing): number[] {
  if (steps) return [...steps];
  const gaps = intervals ?? Array.from({ length: count - 1 }, () => interval);
  const all = [start];
  for (const gap of gaps) all.push(all.at(-1)! + gap);
  return all;
}

/** The last step at which a spacing injects, the last of the groups of `factsPerStep` included. */
export function lastInjection(spacing: ResolvedSpacing, factsPerStep: number | null): number {
  const last = spacing.steps?.at(-1) ?? spacing.start + spanOf(spacing);
  return factsPerStep === null ? last : last + (spacing.spread ?? spacing.interval) - 1;
}

/** What contradicts itself in an option, and where below it. */
export interface Contradiction {
  key: (string | number)[];
  message: string;
}

/**
 * Conflicts within a spacing. Start, interval and count may stand beside a list that says the same, and start beside
 * end, so that a spec with its defaults filled in can be parsed again.
 */
export function findSpacingContradictions(spacing: Spacing): Contradiction[] {
  const { start, end, intervals, steps } = spacing;
  const found: Contradiction[] = [];
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
    const summary = summarizeSpacing(spacing);
    for (const key of ['start', 'interval', 'count'] as const) {
      if (spacing[key] === undefined || spacing[key] === summary[key]) continue;
      found.push({ key: [key], message: `${list} already says when facts are injected; leave out ${key}` });
    }
  }
  if (end === undefined) return found;
  const span = spanOf(spacing);
  if (steps) {
    found.push({ key: ['end'], message: 'steps already says when facts are injected; leave out end' });
  } else if (start !== undefined && start !== end - span) {
    const message = `start ${start} says that the last injection is at ${start + span}; leave out start or end`;
    found.push({ key: ['end'], message });
  } else if (end < span) {
    const message = `expected at least ${span}, so that no injection comes before step 0, found ${end}`;
    found.push({ key: ['end'], message });
  }
  return found;
}

/** A spread that spreads nothing. */
export function findIdleSpread({ spread }: Spacing, factsPerStep: number | null): Contradiction[] {
  if (spread === undefined || factsPerStep !== null) return [];
  return [{ key: ['spread'], message: 'expected factsPerStep, whose groups it spreads; leave it out' }];
}
