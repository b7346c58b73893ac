import { LetheError, type RunDirectories } from '@lethe/contracts';
import { isSeedLabel } from './group-runs.js';

/**
 * The twin of a run: the named one with the seeds of the run, else the named one itself; undefined for the twin's own
 * kind.
 * @throws LetheError where no run has the name
 */
export function findTwin(
  name: string,
  run: RunDirectories,
  runs: readonly RunDirectories[],
): RunDirectories | undefined {
  const named = runs.find(({ id }) => id === name);
  if (!named) {
    throw new LetheError({
      what: 'there is no such twin',
      where: 'analyze.twin',
      expected: runs.map(({ id }) => id).join(', '),
      found: name,
    });
  }
  const differs = (a: RunDirectories, b: RunDirectories, seeds: boolean): boolean =>
    Object.keys(a.values).some(
      (label) => isSeedLabel(label) === seeds && a.values[label] !== b.values[label],
    );
  if (!differs(run, named, false)) return undefined;
  return runs.find((other) => !differs(other, named, false) && !differs(other, run, true)) ?? named;
}
