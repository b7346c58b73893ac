import * as z from 'zod';
import { usualScenarios } from '../../corpus/facts/scenario-counts.js';
import {
  type Contradiction,
  findIdleSpread,
  findSpacingContradictions,
  gapsOf,
  lastInjection,
  type ResolvedSpacing,
  type Spacing,
  spacingKeys,
  summarizeSpacing,
} from './spacing.js';

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
type Plan = ResolvedSpacing &
  Pick<Spacing, 'end'> & { factsPerStep: number | null; scenarios?: ScenarioPlans | undefined };

/** Whether the background tells or mentions the facts of a scenario, and their encounters are found there. */
export const isTold = ({ scenarios }: Pick<Plan, 'scenarios'>, scenario: string): boolean =>
  typeof scenarios?.[scenario] === 'string';

/** Whether the facts of a scenario are injected at all. */
export const isInjected = (plan: Pick<Plan, 'scenarios'>, scenario: string): boolean =>
  scenario !== 'control' && scenario !== 'background' && !isTold(plan, scenario);

/**
 * When the facts of a scenario are injected: as the common plan says, save for what the scenario's own plan states.
 * A list of steps replaces the common plan; a start or an end moves it; intervals, or interval and count, replace its
 * gaps. Where the common plan states its end, that stays with other gaps. `once` is met once.
 */
export function spacingOf(plan: Plan, scenario: string): ResolvedSpacing {
  const own = plan.scenarios?.[scenario];
  if (own === undefined || typeof own === 'string') return plan;
  const stated = scenario === 'once' ? onlyOnce(plan, own) : overlay(plan, own);
  const spread = own.spread ?? plan.spread;
  const { intervals, steps } = stated;
  return { intervals, steps, spread, ...summarizeSpacing(stated) };
}

function overlay(plan: Plan, own: Spacing): Spacing {
  const { steps, interval, count } = own;
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
  return { steps: [own.steps?.[0] ?? own.start ?? own.end ?? plan.start], interval: plan.interval };
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

/** Own plans whose last injection lies beyond the last step, with that injection's step. */
export function latePlans(plan: Plan, steps: number): { scenario: string; last: number }[] {
  return Object.keys(plan.scenarios ?? {})
    .filter((scenario) => isInjected(plan, scenario))
    .map((scenario) => ({ scenario, last: lastInjection(spacingOf(plan, scenario), plan.factsPerStep) }))
    .filter(({ last }) => last >= steps);
}

/** Scenarios with facts for which the injection plan says nothing. */
export function findUnplanned(
  counts: Readonly<Record<string, number>>,
  { variants, scenarios = {} }: { variants: Readonly<Record<string, unknown>> } & Pick<Plan, 'scenarios'>,
): string[] {
  const known = new Set<string>([...usualScenarios, ...Object.keys(variants), ...Object.keys(scenarios)]);
  return Object.keys(counts).filter((scenario) => !known.has(scenario));
}
