import { findManifest, groupBy, type RunDirectories } from '@lethe/contracts';
import * as z from 'zod';
import type { GroupContext } from '../analysis/contexts.js';
import { CONTROL } from '../measurements/measurements.js';

/** A condition of injected facts, and its plan as it was carried out. */
export interface Scenario {
  condition: string;
  /** Mean steps from one encounter of a fact to the next; NaN with one encounter. */
  interval: number;
  /** Encounters of a fact. */
  count: number;
}

/** Conditions of a group that are compared: by their intervals, or two by two. */
export interface ScenarioSeries {
  axis: 'interval' | 'scenario';
  scenarios: readonly Scenario[];
}

/**
 * Conditions of a group that are told in the same words: those with equally many encounters by the interval between them,
 * ascending, all others two by two.
 */
export function scenarioSeries(group: Pick<GroupContext, 'runs' | 'statistics'>): ScenarioSeries[] {
  const wordingOf = wordings(group.runs[0]);
  const kinds = groupBy(scenariosOf(group), ({ condition }) => wordingOf(condition));
  return [...kinds.values()].flatMap((alike) => {
    const byCount = [...groupBy(alike, ({ count }) => String(count)).values()]
      .filter((members) => new Set(members.map(({ interval }) => interval)).size === members.length)
      .filter((members) => members.length > 1)
      .map((members) => members.toSorted((a, b) => a.interval - b.interval));
    const isCompared = (a: Scenario, b: Scenario): boolean =>
      byCount.some((members) => members.includes(a) && members.includes(b));
    const pairs = alike.flatMap((a, i) => alike.slice(i + 1).map((b) => [a, b] as const));
    return [
      ...byCount.map((scenarios) => ({ axis: 'interval' as const, scenarios })),
      ...pairs
        .filter(([a, b]) => !isCompared(a, b))
        .map((scenarios) => ({ axis: 'scenario' as const, scenarios })),
    ];
  });
}

function scenariosOf({ statistics: { cohort } }: Pick<GroupContext, 'statistics'>): Scenario[] {
  const { facts } = cohort.runs[0]!.measurements;
  return cohort.conditions
    .filter((condition) => condition !== CONTROL)
    .map((condition) => {
      const encounters = facts.filter((fact) => fact.condition === condition).map((fact) => fact.encounters);
      const count = Math.min(...encounters.map(({ length }) => length));
      const gaps = encounters.map((steps) => (steps.at(-1)! - steps[0]!) / (steps.length - 1));
      const interval = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
      return { condition, interval, count };
    });
}

const injectionConfig = z.object({
  data: z.object({
    order: z.object({ injection: z.object({ variants: z.record(z.string(), z.string()) }) }),
  }),
});

/** In which words a condition meets its facts: what the manifest says, else what the data stage takes by default. */
function wordings(run: RunDirectories | undefined): (condition: string) => string {
  const config = injectionConfig.safeParse(run && findManifest(run.data)?.config).data;
  const variants = config?.data.order.injection.variants ?? {};
  return (condition) => variants[condition] ?? (condition === 'paraphrase' ? 'text-first' : 'text');
}
