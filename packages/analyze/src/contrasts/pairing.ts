import type { GroupContext } from '../analysis/contexts.js';
import type { BootstrapStatistics } from '../cohort/bootstrap-statistics.js';
import { isSeedLabel } from '../cohort/group-runs.js';

/** What groups of runs have in common, so that it cancels in a difference. */
export type Pairing = 'seeds and facts' | 'seeds' | 'facts' | 'none';

/**
 * Whether groups of runs have the same seeds, by their swept values, and in them the same facts of some conditions: then
 * what is left out of one is left out of all. Else all varies independently.
 */
export function pairingOf(groups: readonly GroupContext[], conditions: readonly string[]): Pairing {
  const [first, ...others] = groups.map((group) =>
    JSON.stringify([seedsOf(group), factsOf(group, conditions)]),
  );
  if (!others.every((other) => other === first)) return 'none';
  return groups[0]!.runs.length > 1 ? 'seeds and facts' : 'facts';
}

const seedsOf = ({ runs }: GroupContext): unknown =>
  runs.map(({ values }) => Object.entries(values).filter(([label]) => isSeedLabel(label)));

/** The facts of every run, and which of them are the same in several runs. */
function factsOf({ statistics: { cohort } }: GroupContext, conditions: readonly string[]): unknown {
  return conditions.map((condition) => {
    const layout = cohort.clusters.get(condition);
    const ids = cohort.runs.map(({ measurements: { facts } }) =>
      facts.filter((fact) => fact.condition === condition).map(({ id }) => id),
    );
    return [ids, layout && [[...layout.seedOf], [...layout.factOf], [...layout.dataOf]]];
  });
}

/** Runs of one group share their seeds; facts of its conditions are others. */
export const pairingWithin = ({ cohort }: BootstrapStatistics): Pairing =>
  cohort.runs.length > 1 ? 'seeds' : 'none';
