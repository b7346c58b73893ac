import type { RunMetrics } from '../metrics/run-metrics.js';
import type { ClusterLayout } from '../statistics/resample-seeds.js';

/** The clusters of some runs, by condition, and the number of the cluster of every fact of every run. */
export function clusterLayouts(runs: readonly RunMetrics[]): {
  clusterOf: (run: number, fact: number) => number;
  clusters: Map<string, ClusterLayout>;
} {
  const layouts = new Map<string, { seedOf: number[]; factOf: number[]; numbers: Map<string, number>[] }>();
  const directories = [...new Set(runs.map(({ measurements }) => measurements.data))];
  const table = runs.map(() => [] as number[]);
  // Directory by directory, so that the facts of one have numbers in a row.
  directories.forEach((directory, d) => {
    runs.forEach(({ measurements }, run) => {
      if (measurements.data !== directory) return;
      for (const { condition, id } of measurements.facts) {
        const layout = layouts.get(condition) ?? { seedOf: [], factOf: [], numbers: [] };
        layouts.set(condition, layout);
        while (layout.numbers.length <= d) layout.numbers.push(new Map());
        const numbers = layout.numbers[d]!;
        const before = layout.numbers.slice(0, d).reduce((sum, { size }) => sum + size, 0);
        if (!numbers.has(id)) numbers.set(id, before + numbers.size);
        table[run]!.push(layout.seedOf.length);
        layout.seedOf.push(run);
        layout.factOf.push(numbers.get(id)!);
      }
    });
  });
  const clusters = new Map(
    [...layouts].map(([condition, { seedOf, factOf, numbers }]) => [
      condition,
      {
        seeds: runs.length,
        seedOf: Int32Array.from(seedOf),
        factOf: Int32Array.from(factOf),
        factsByData: numbers.map(({ size }) => size),
        dataOf: Int32Array.from(runs, ({ measurements }) => directories.indexOf(measurements.data)),
      },
    ]),
  );
  return { clusterOf: (run, fact) => table[run]![fact]!, clusters };
}
