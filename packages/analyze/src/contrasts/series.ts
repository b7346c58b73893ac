import { groupBy } from '@lethe/contracts';
import type { ExperimentContext, GroupContext } from '../analysis/contexts.js';
import { type BootstrapStatistics, bootstrapStatistics } from '../cohort/bootstrap-statistics.js';
import { isSeedLabel } from '../cohort/group-runs.js';
import { differingPaths, type Settings, settingsOfGroups } from './settings.js';

/** One of the settings that are compared. */
export interface Place {
  group: GroupContext;
  /** The group's statistics with laws fitted to the range of t that all places of the series reach. */
  fitted: BootstrapStatistics;
  /** As the sweep writes it. */
  value: string;
  /** The value as a number; null where it is none. */
  x: number | null;
}

/** Settings that differ in one thing, ascending where it is a number. */
export interface Series {
  /** Label of the sweep, or name of what differs. */
  axis: string;
  /** Paths of the options that differ. */
  paths: readonly string[];
  /** What the places share of other swept values, such as `lr=0.001`; empty for none. */
  among: string;
  places: readonly Place[];
}

/** Whether its places are numbers greater than 0, which are compared by their ratios. */
export const isNumeric = (places: readonly Pick<Place, 'x'>[]): boolean =>
  places.every(({ x }) => x !== null && x > 0);

/** Every label of the sweep with two values or more that is no seed, at every combination of the others' values. */
export function sweptSeries({ groups, upstream }: Pick<ExperimentContext, 'groups' | 'upstream'>): Series[] {
  const settings = settingsOfGroups(groups, upstream);
  const members = groups.map((group, g) => {
    const values = Object.entries(group.runs[0]!.values).filter(([label]) => !isSeedLabel(label));
    return { group, settings: settings[g]!, values: new Map(values) };
  });
  const labels = new Set(members.flatMap(({ values }) => [...values.keys()]));
  return [...labels].flatMap((axis) => {
    const slices = groupBy(members, ({ values }) =>
      [...values]
        .filter(([label]) => label !== axis)
        .map((pair) => pair.join('='))
        .join(', '),
    );
    return [...slices].flatMap(([among, slice]): Series[] => {
      const paths = differingPaths(slice.map((member) => member.settings));
      const places = slice.map(({ group, settings: own, values }) => {
        const value = values.get(axis)!;
        return { group, value: String(value), x: numberOf(value, paths, own) };
      });
      return places.length < 2 ? [] : [{ axis, paths, among, places: placesOf(places) }];
    });
  });
}

/** Of a named variant, the number that it sets where it sets nothing else. */
function numberOf(value: string | number, paths: readonly string[], settings: Settings): number | null {
  if (typeof value === 'number') return value;
  const only: unknown = paths.length === 1 ? JSON.parse(settings.get(paths[0]!) ?? 'null') : null;
  return typeof only === 'number' ? only : null;
}

/** In the order of their numbers, where all are numbers. */
const ascending = <P extends Pick<Place, 'x'>>(places: readonly P[]): P[] =>
  places.every(({ x }) => x !== null) ? places.toSorted((a, b) => a.x! - b.x!) : [...places];

/** Places of a series, which are compared over the same range of t: the same resamples, of which fits alone are others. */
export function placesOf(places: readonly Omit<Place, 'fitted'>[]): Place[] {
  const fitUntil = Math.min(...places.map(({ group }) => group.statistics.cohort.fitUntil));
  return ascending(places).map((place) => {
    const { statistics, options } = place.group;
    const { cohort } = statistics;
    if (cohort.fitUntil === fitUntil) return { ...place, fitted: statistics };
    // Seeded as the stage seeds its resamples.
    const bootstrap = { ...options.bootstrap, seed: options.bootstrap.seed ?? options.seed };
    return { ...place, fitted: bootstrapStatistics({ ...cohort, fitUntil }, bootstrap) };
  });
}
