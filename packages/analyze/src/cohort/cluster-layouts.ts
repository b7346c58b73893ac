import type { Measurements } from '../measurements/measurements.js';
import type { ClusterLayout } from '../statistics/resample-seeds.js';
import { factKeys, groupSharing } from './shared-facts.js';

/** The clusters of some runs, by condition, and the number of the cluster of every fact of every run. */
export function clusterLayouts(
  runs: readonly { measurements: Pick<Measurements, 'data' | 'facts' | 'probes'> }[],
): {
  clusterOf: (run: number, fact: number) => number;
  clusters: Map<string, ClusterLayout>;
} {
  const directories = [...new Set(runs.map(({ measurements }) => measurements.data))];
  const dataOf = Int32Array.from(runs, ({ measurements }) => directories.indexOf(measurements.data));
  const keys = runs.map(({ measurements }) => factKeys(measurements));
  const conditions = new Set(
    runs.flatMap(({ measurements }) => measurements.facts.map(({ condition }) => condition)),
  );
  const table = runs.map(() => [] as number[]);
  const clusters = new Map<string, ClusterLayout>();
  for (const condition of conditions) {
    const members = runs.map(({ measurements }) =>
      [...measurements.facts.keys()].filter((fact) => measurements.facts[fact]!.condition === condition),
    );
    const keysOf = directories.map((_, d) =>
      members.flatMap((facts, run) => (dataOf[run] === d ? facts.map((fact) => keys[run]![fact]!) : [])),
    );
    const worlds = groupSharing(keysOf).filter((world) => world.some((d) => keysOf[d]!.length > 0));
    // World by world, so that the facts of one have numbers in a row.
    const numbers = worlds.map((world) => new Set(world.flatMap((d) => keysOf[d]!)));
    const numberOf = new Map([...new Set(numbers.flatMap((facts) => [...facts]))].map((key, i) => [key, i]));
    const seedOf: number[] = [];
    const factOf: number[] = [];
    for (const d of worlds.flat()) {
      members.forEach((facts, run) => {
        if (dataOf[run] !== d) return;
        for (const fact of facts) {
          table[run]![fact] = seedOf.length;
          seedOf.push(run);
          factOf.push(numberOf.get(keys[run]![fact]!)!);
        }
      });
    }
    const worldOfData = directories.map((_, d) => worlds.findIndex((world) => world.includes(d)));
    clusters.set(condition, {
      seeds: runs.length,
      seedOf: Int32Array.from(seedOf),
      factOf: Int32Array.from(factOf),
      factsByData: numbers.map(({ size }) => size),
      dataOf,
      worldOf: dataOf.map((d) => worldOfData[d]!),
    });
  }
  return { clusterOf: (run, fact) => table[run]![fact]!, clusters };
}
