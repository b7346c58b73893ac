import { LetheError, type RunDirectories } from '@lethe/contracts';
import { isSeedLabel } from './group-runs.js';

/**
 * The twin of a run: of the runs that inject nothing, the one that shares most swept values with it, seeds counting
 * least; of equals the named one, else the first.
 * @param name of a run that is a twin
 * @param plain ids of the runs that inject nothing
 * @returns undefined for those themselves
 * @throws LetheError where no run has the name, or the one that has it injects facts
 */
export function findTwin(
  name: string,
  run: RunDirectories,
  runs: readonly RunDirectories[],
  plain: ReadonlySet<string>,
): RunDirectories | undefined {
  const candidates = runs.filter(({ id }) => plain.has(id));
  const named = candidates.find(({ id }) => id === name);
  if (!named) {
    const known = runs.some(({ id }) => id === name);
    throw new LetheError({
      what: known ? 'the twin of a run injects facts' : 'there is no such twin',
      where: 'analyze.twin',
      expected: candidates.map(({ id }) => id).join(', ') || 'a run without injections',
      found: name,
      next: 'sweep data.order.injection.placement and name a run in which it is none',
    });
  }
  if (plain.has(run.id)) return undefined;
  const shared = (other: RunDirectories, seeds: boolean): number =>
    Object.keys(run.values).filter(
      (label) => isSeedLabel(label) === seeds && other.values[label] === run.values[label],
    ).length;
  return [named, ...candidates].reduce((best, other) => {
    const more = shared(other, false) - shared(best, false) || shared(other, true) - shared(best, true);
    return more > 0 ? other : best;
  });
}
