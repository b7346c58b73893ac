import * as z from 'zod';
import { usualScenarios } from '../../corpus/facts/scenario-counts.js';
import {
  gapsOf,
  isDrawn,
  type ResolvedSpacing,
  resolveSpacing,
  type Spacing,
  spacingKeys,
} from './spacing.js';
import { type Contradiction, findIdleSpread, findSpacingContradictions } from './spacing-contradictions.js';

/** When a scenario is met where it has its own plan: its own spacing, or by what the background tells. */
export const scenarioPlans = z.record(
  z.string().min(1),
  z.union([z.strictObject(spacingKeys), z.enum(['told', 'mentioned'])], {
    error: 'expected a plan, such as { "interval": 40 }, told or mentioned',
  }),
);

/** Own plans by scenario. */
export type ScenarioPlans = z.infer<typeof scenarioPlans>;

/** An injection plan, as far as it says when. */
export type Plan = Spacing & { factsPerStep: number | null; scenarios?: ScenarioPlans | undefined };

/** Whether the background tells or mentions the facts of a scenario, and their encounters are found there. */
export const isTold = ({ scenarios }: Pick<Plan, 'scenarios'>, scenario: string): boolean =>
  typeof scenarios?.[scenario] === 'string';

/** Whether the facts of a scenario are injected at all. */
export const isInjected = (plan: Pick<Plan, 'scenarios'>, scenario: string): boolean =>
  scenario !== 'control' && scenario !== 'background' && !isTold(plan, scenario);

/**
 * When the facts of a scenario are injected: as the common plan says, save for what the scenario's own plan states.
 * A list of steps or a window replaces the common plan; a start or an end moves it; intervals, or interval and count,
 * replace its gaps. Where the common plan states its end, that stays with other gaps. `once` is met once.
 */
export function spacingOf(plan: Plan, scenario: string): ResolvedSpacing {
  const own = plan.scenarios?.[scenario];
  const stated = typeof own !== 'object' ? plan : (scenario === 'once' ? onlyOnce : overlay)(plan, own);
  const spread = (typeof own === 'object' ? own.spread : undefined) ?? plan.spread;
  const spacing = resolveSpacing({ ...stated, spread });
  return isDrawn(spacing) && scenario === 'once' ? { ...spacing, count: 1 } : spacing;
}

/** The window of an own plan, or that of the common one unless the own plan says at which steps. */
function windowOf(plan: Plan, own: Spacing): Spacing['window'] {
  const keys = ['start', 'end', 'interval', 'intervals', 'steps'] as const;
  return own.window ?? (keys.some((key) => own[key] !== undefined) ? undefined : plan.window);
}

function overlay(plan: Plan, own: Spacing): Spacing {
  const { steps, interval, count } = own;
  const window = windowOf(plan, own);
  if (window) return { window, count: count ?? plan.count };
  if (steps) return { steps, interval: interval ?? plan.interval };
  const intervals =
    own.intervals ?? (interval === undefined && count === undefined ? listedGaps(plan) : undefined);
  const gaps = intervals
    ? { intervals }
    : { interval: interval ?? plan.interval, count: count ?? plan.count };
  if (own.start !== undefined) return { start: own.start, ...gaps };
  const end = own.end ?? plan.end;
  return end === undefined ? { start: plan.start, ...gaps } : { end, ...gaps };
}

/** The gaps of a common plan that lists them or its steps. */
function listedGaps({ intervals, steps }: Plan): number[] | undefined {
  return steps && steps.length > 1 ? gapsOf(steps) : intervals;
}

function onlyOnce(plan: Plan, own: Spacing): Spacing {
  const window = windowOf(plan, own);
  if (window) return { window };
  return { steps: [own.steps?.[0] ?? own.start ?? own.end ?? plan.start!], interval: plan.interval };
}

/** Conflicts within the own plans, and with the common one. */
export function findPlanContradictions(plan: Plan): Contradiction[] {
  return Object.entries(plan.scenarios ?? {}).flatMap(([scenario, own]) => {
    const found = contradictionsOf(plan, scenario, own);
    return found.map(({ key, message }) => ({ key: ['scenarios', scenario, ...key], message }));
  });
}

function contradictionsOf(plan: Plan, scenario: string, own: ScenarioPlans[string]): Contradiction[] {
  if (scenario === 'control') return [{ key: [], message: 'control is never injected; leave it out' }];
  if (typeof own === 'string') return [];
  if (scenario === 'background') {
    return [
      { key: [], message: 'background is never injected; expected told or mentioned, or leave it out' },
    ];
  }
  const found = findIdleSpread(own, plan.factsPerStep);
  const window = windowOf(plan, own);
  if (window) found.push(...findSpacingContradictions({ ...own, window }));
  if (scenario === 'once') {
    for (const key of ['interval', 'count', 'intervals'] as const) {
      if (own[key] !== undefined)
        found.push({ key: [key], message: `once is injected once; leave out ${key}` });
    }
    if ((own.steps?.length ?? 1) > 1) {
      found.push({ key: ['steps'], message: 'once is injected once; expected one step' });
    }
    const [first, second] = (['steps', 'start', 'end'] as const).filter((key) => own[key] !== undefined);
    if (second) found.push({ key: [second], message: `${first} already says when; leave out ${second}` });
    return found;
  }
  if (window) return found;
  if (plan.window && !own.steps && own.start === undefined && own.end === undefined) {
    return [...found, { key: [], message: 'expected start or end too, since the common plan is a window' }];
  }
  if (
    listedGaps(plan) &&
    !own.steps &&
    !own.intervals &&
    (own.interval === undefined) !== (own.count === undefined)
  ) {
    const missing = own.interval === undefined ? 'interval' : 'count';
    found.push({ key: [missing], message: `expected ${missing} too, since the common plan is a list` });
  }
  if (found.length > 0) return found;
  const given = own.steps ? own : { ...overlay(plan, own), ...own };
  return findSpacingContradictions(given).map(({ key, message }) =>
    // What the common plan states stands elsewhere.
    own[key[0] as keyof Spacing] === undefined
      ? { key: [], message: `${key[0]}, of the common plan: ${message}` }
      : { key, message },
  );
}

/** Groups of facts where every fact has steps of its own. */
export function findIdleGroups(plan: Plan): Contradiction[] {
  const own = Object.keys(plan.scenarios ?? {}).filter((scenario) => isInjected(plan, scenario));
  const isIdle = plan.window && own.every((scenario) => isDrawn(spacingOf(plan, scenario)));
  if (plan.factsPerStep === null || !isIdle) return [];
  const message = 'a window draws the steps of every fact by itself; leave out factsPerStep';
  return [{ key: ['factsPerStep'], message }];
}

/** Scenarios with facts for which the injection plan says nothing. */
export function findUnplanned(
  counts: Readonly<Record<string, number>>,
  { variants, scenarios = {} }: { variants: Readonly<Record<string, unknown>> } & Pick<Plan, 'scenarios'>,
): string[] {
  const known = new Set<string>([...usualScenarios, ...Object.keys(variants), ...Object.keys(scenarios)]);
  return Object.keys(counts).filter((scenario) => !known.has(scenario));
}
