import { hashJson, LetheError, sectionNames } from '@lethe/contracts';
import type { ExperimentSpec } from './experiment.js';
import { choicesOf, countRuns, MAX_RUNS, type SweptValues, smokeChoicesOf } from './sweep.js';
import type { SweepAxis } from './sweep-axes.js';

/**
 * Refuses a sweep in which a label stands twice, or a value on one axis: [1, 1, 1] would be one run, not three seeds;
 * one whose smoke version has values of its own; and a sweep of more runs than can be planned, before it is expanded.
 * @param where file of the sweep
 * @throws LetheError naming the axis and the value, or the number of runs
 */
export function checkSweep(sweep: readonly SweepAxis[], where: string): void {
  const labels = sweep.map(({ label }) => label);
  if (new Set(labels).size !== labels.length) {
    throw new LetheError({
      what: 'two sweep axes have the same label',
      where: `${where}, sweep`,
      found: labels.join(', '),
    });
  }
  const runs = countRuns(sweep);
  if (runs > MAX_RUNS) {
    throw new LetheError({
      what: 'the sweep has too many runs',
      where: `${where}, sweep`,
      expected: `at most ${MAX_RUNS} combinations of values`,
      found: `${runs}, of axes with ${sweep.map((axis) => countRuns([axis])).join(' x ')} values`,
      next: 'leave out values, let one axis set several paths together, or write several experiments',
    });
  }
  sweep.forEach((axis, i) => {
    checkSmokeValues(axis, `${where}, sweep[${i}].smoke of axis "${axis.label}"`);
    if ('variants' in axis) return;
    // As run ids spell them: 1 and "1" would share a directory.
    const values = axis.values.map(String);
    const again = values.find((value, place) => values.indexOf(value) < place);
    if (again === undefined) return;
    throw new LetheError({
      what: `a sweep has the value ${again} twice on one axis`,
      where: `${where}, sweep[${i}].values of axis "${axis.label}"`,
      expected: 'every value once: runs of the same value are one run, and count as one',
      found: JSON.stringify(axis.values),
      next: 'leave out the repetition, or give every seed a number of its own',
    });
  });
}

function checkSmokeValues(axis: SweepAxis, where: string): void {
  const choices = choicesOf(axis);
  const unknown = smokeChoicesOf(axis).filter((value) => !choices.includes(value));
  if (unknown.length === 0) return;
  throw new LetheError({
    what: 'the smoke version of a sweep has a value that the full one lacks',
    where,
    expected: `some of ${choices.join(', ')}`,
    found: unknown.join(', '),
  });
}

/**
 * Refuses runs whose configurations are the same once defaults, variants and overrides are filled in, `analyze` aside:
 * their results are equal, and would count as two seeds or as two treatments.
 * @throws LetheError naming the two runs and the axes in which they seem to differ
 */
export function checkRuns(
  runs: readonly { id: string; values: SweptValues; spec: ExperimentSpec }[],
  where: string,
): void {
  const known = new Map<string, (typeof runs)[number]>();
  for (const run of runs) {
    const read = sectionNames.filter((name) => name !== 'analyze');
    const content = hashJson(read.map((section) => run.spec[section]));
    const same = known.get(content);
    if (same) {
      const axes = Object.keys(run.values).filter((label) => run.values[label] !== same.values[label]);
      const named = axes.map((label) => `axis "${label}": ${same.values[label]} and ${run.values[label]}`);
      throw new LetheError({
        what: 'two runs of a sweep have the same configuration',
        where: `${where}, sweep, ${named.join(', ')}`,
        expected: 'values and variants that change what a run is, whatever the other axes set',
        found: `${same.id} and ${run.id}, equal in ${read.join(', ')}`,
        next: 'leave out one of them: they would count as two',
      });
    }
    known.set(content, run);
  }
}
