import { findManifest, type RunDirectories } from '@lethe/contracts';
import * as z from 'zod';
import type { GroupContext } from '../analysis/contexts.js';
import { withControls } from '../analysis/group-cells.js';
import { findCell } from '../cohort/cohort.js';
import { CONTROL } from '../measurements/measurements.js';
import { type Measured, samplesOf } from './measure-series.js';
import { pairingWithin } from './pairing.js';
import { quantities } from './quantities.js';
import { groupBy } from './series.js';

/** A condition of injected facts, and its plan as it was carried out. */
interface Scenario {
  condition: string;
  /** Mean steps from one encounter of a fact to the next; NaN with one encounter. */
  interval: number;
  /** Encounters of a fact. */
  count: number;
}

/** Conditions of a group that are compared: by their intervals, or two by two. */
interface ScenarioSeries {
  axis: 'interval' | 'scenario';
  scenarios: readonly Scenario[];
}

/**
 * Conditions of one group that are told in the same words, compared with one another: those with equally many encounters by
 * the interval between them, all others two by two.
 */
export function measureScenarios(group: GroupContext): Measured[] {
  const { depths } = group.statistics.cohort;
  return scenarioSeries(group).flatMap((series) =>
    depths.flatMap((depth) => measureDepth(group, series, depth)),
  );
}

function measureDepth(group: GroupContext, { axis, scenarios }: ScenarioSeries, depth: string): Measured[] {
  const { statistics, label } = group;
  const present = scenarios.flatMap((scenario) => {
    const cell = findCell(statistics.cohort, scenario.condition, depth);
    return cell ? [{ place: { group, fitted: statistics }, cell, scenario }] : [];
  });
  if (present.length < 2) return [];
  const samples = samplesOf(present);
  const conditions = present.map(({ scenario }) => scenario.condition);
  return Object.values(quantities).flatMap((quantity): Measured[] => {
    const places = present.flatMap(({ scenario: { condition, interval } }, i) => {
      const estimate = quantity.of(samples[i]!);
      return estimate && Number.isFinite(estimate.point)
        ? [{ value: condition, x: axis === 'interval' ? interval : null, sample: condition, estimate }]
        : [];
    });
    if (places.length < 2) return [];
    return [
      {
        series: { axis, paths: ['data.order.injection'], among: label },
        quantity,
        condition: '',
        depth,
        places,
        pairing: pairingWithin(statistics),
        aligned: true,
        evidence: group.evidence(...withControls(group, depth, ...conditions)),
      },
    ];
  });
}

function scenarioSeries(group: GroupContext): ScenarioSeries[] {
  const wordingOf = wordings(group.runs[0]!);
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

function scenariosOf({ statistics: { cohort } }: GroupContext): Scenario[] {
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
function wordings(run: RunDirectories): (condition: string) => string {
  const config = injectionConfig.safeParse(findManifest(run.data)?.config).data;
  const variants = config?.data.order.injection.variants ?? {};
  return (condition) => variants[condition] ?? (condition === 'paraphrase' ? 'text-first' : 'text');
}
