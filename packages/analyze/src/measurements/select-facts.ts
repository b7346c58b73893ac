import type { Fact, Measurements } from './measurements.js';
import { probeRow } from './probe-series.js';

/** Measurements of some facts and their probes alone. */
export function selectFacts(measurements: Measurements, isWanted: (fact: Fact) => boolean): Measurements {
  const { facts, probes, series } = measurements;
  const wanted = facts.filter(isWanted);
  if (wanted.length === facts.length) return measurements;
  const number = new Map(wanted.map((fact, i) => [fact, i]));
  const rows = [...probes.keys()].filter((p) => number.has(facts[probes[p]!.fact]!));
  const values = new Float64Array(rows.length * series.updates.length);
  rows.forEach((p, i) => {
    values.set(probeRow(series, p), i * series.updates.length);
  });
  return {
    ...measurements,
    facts: wanted,
    probes: rows.map((p) => ({ ...probes[p]!, fact: number.get(facts[probes[p]!.fact]!)! })),
    series: { updates: series.updates, values },
  };
}
