import { createRandom, type DataSpec, type Scenario } from '@lethe/contracts';

/** One scenario for each fact, as many of each as asked for, dealt at random so that text and scenario are not confounded. */
export function dealScenarios(scenarios: DataSpec['facts']['scenarios'], seed: number): Scenario[] {
  const assignment = (Object.entries(scenarios) as [Scenario, number][]).flatMap(([scenario, count]) =>
    Array.from({ length: count }, () => scenario),
  );
  return createRandom(seed, 'data/facts/scenarios').shuffle(assignment);
}
