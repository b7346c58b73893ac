import type { RunDirectories } from '@lethe/contracts';

/** Runs that differ in seeds only. */
export interface RunGroup {
  /** `bs32`, as in run ids; the run id where a single run stands alone, `all` where only seeds are swept. */
  id: string;
  /** `bs=32`; empty where nothing but seeds is swept. */
  label: string;
  runs: RunDirectories[];
}

/** Labels of sweep axes that count as seeds: s, seed, ds (of data) and ts (of training). */
const seedLabel = /^(s|seed|ds|ts)$/;
export const isSeedLabel = (label: string): boolean => seedLabel.test(label);

/** What tells a run from others of its group: `s=1`; its id where it has no seed. */
export function seedName({ id, values }: RunDirectories): string {
  const seeds = Object.entries(values).filter(([label]) => seedLabel.test(label));
  return seeds.length === 0 ? id : seeds.map((pair) => pair.join('=')).join(', ');
}

/** Swept values of a run that are no seeds, by label. */
export const sweptSettings = ({ values }: Pick<RunDirectories, 'values'>): [string, number | string][] =>
  Object.entries(values).filter(([label]) => !seedLabel.test(label));

/** Groups the runs of a sweep by every swept value that is not a seed, in the order of the runs. */
export function groupRuns(runs: readonly RunDirectories[]): RunGroup[] {
  const groups = new Map<string, RunGroup>();
  for (const run of runs) {
    const values = sweptSettings(run);
    const label = values.map(([name, value]) => `${name}=${value}`).join(', ');
    const group = groups.get(label);
    if (group) group.runs.push(run);
    else groups.set(label, { id: values.map((pair) => pair.join('')).join('-'), label, runs: [run] });
  }
  for (const group of groups.values()) {
    if (group.id === '') group.id = group.runs.length === 1 ? group.runs[0]!.id : 'all';
  }
  return [...groups.values()];
}
