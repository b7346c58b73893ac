import { createRandom } from '@lethe/contracts';

/**
 * One scenario for each fact, as many of each as asked for, dealt at random so that text and scenario are not
 * confounded.
 */
export function dealScenarios(scenarios: Readonly<Record<string, number>>, seed: number): string[] {
  const assignment = Object.entries(scenarios).flatMap(([scenario, count]) =>
    Array.from({ length: count }, () => scenario),
  );
  return createRandom(seed, 'data/facts/scenarios').shuffle(assignment);
}
