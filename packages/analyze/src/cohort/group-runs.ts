import type { RunDirectories } from '@lethe/contracts';

/** Runs that differ in seeds only. */
export interface RunGroup {
  /** `bs32`, as in run ids; the run id where a single run stands alone, `all` where only seeds are swept. */
  id: string;
  /** `bs=32`; empty where nothing but seeds is swept. */
  label: string;
  runs: RunDirectories[];
}

/** Labels of sweep axes that count as seeds, and what varies with them. */
export const seedLabels: Readonly<Record<string, string>> = {
  s: 'all seeds together',
  seed: 'all seeds together',
  ds: 'data: facts, texts and their order',
  ts: 'training: initial weights',
  rs: 'rotation: which facts are injected how',
};
export const isSeedLabel = (label: string): boolean => Object.hasOwn(seedLabels, label);

/** What tells a run from others of its group: `s=1`; its id where it has no seed. */
export function seedName({ id, values }: RunDirectories): string {
  const seeds = Object.entries(values).filter(([label]) => isSeedLabel(label));
  return seeds.length === 0 ? id : seeds.map((pair) => pair.join('=')).join(', ');
}

/** Swept values of a run that are no seeds, by label. */
export const sweptSettings = ({ values }: Pick<RunDirectories, 'values'>): [string, number | string][] =>
  Object.entries(values).filter(([label]) => !isSeedLabel(label));

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
