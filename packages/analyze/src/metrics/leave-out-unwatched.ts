import { lastAtOrBefore } from '../measurements/measurement-at.js';
import { CONTROL, type Fact, type Measurements, ordered } from '../measurements/measurements.js';
import { probeRow } from '../measurements/probe-series.js';
import { selectFacts } from '../measurements/select-facts.js';

/** Facts whose encounters can be told apart. */
export interface WatchedMeasurements {
  measurements: Measurements;
  /** Conditions that are left out. */
  unwatched: string[];
}

/**
 * Leaves out conditions at whose encounters nothing was measured, where these lie at random steps: what a single one
 * teaches and what is left of it cannot be told, and every one would be a window of its own for every control. A
 * condition is watched if its probes were measured just before half of its encounters or more.
 * @param isDrawn whether the facts of a condition have steps of their own
 */
export function leaveOutUnwatched(
  measurements: Measurements,
  isDrawn: (condition: string) => boolean,
): WatchedMeasurements {
  const { facts, probes } = measurements;
  const probeOf = new Map(probes.map(({ fact }, p) => [facts[fact]!, p]));
  const drawn = new Set(
    facts.flatMap(({ condition, told }) =>
      condition !== CONTROL && !told && isDrawn(condition) ? [condition] : [],
    ),
  );
  const unwatched = ordered(drawn, []).filter((condition) => {
    const members = facts.filter((fact) => fact.condition === condition);
    const encounters = members.reduce((sum, fact) => sum + fact.encounters.length, 0);
    const watched = members.reduce((sum, fact) => sum + watchedOf(fact, probeOf.get(fact)!, measurements), 0);
    return watched < encounters / 2;
  });
  return {
    measurements: selectFacts(measurements, ({ condition }) => !unwatched.includes(condition)),
    unwatched,
  };
}

/** Encounters of a fact at whose very step a probe of it was measured. */
function watchedOf({ encounters }: Fact, probe: number, { series }: Measurements): number {
  const row = probeRow(series, probe);
  return encounters.filter((step) => {
    const at = lastAtOrBefore(series.updates, step);
    return series.updates[at] === step && !Number.isNaN(row[at]!);
  }).length;
}
