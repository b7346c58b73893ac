import { findManifest, type RunDirectories } from '@lethe/contracts';
import * as z from 'zod';
import type { ExperimentContext, GroupContext } from '../../analysis/contexts.js';
import { settingsOfGroups } from '../../contrasts/settings.js';

/** What was done to the background of a group of runs: nothing, or deduplication and what came afterwards. */
export const armNames = ['raw', 'collapse', 'refill'] as const;
export type ArmName = (typeof armNames)[number];

/** One of the groups that are compared. */
export interface Arm {
  name: ArmName;
  group: GroupContext;
}

/** Groups that differ in the deduplication of their background and nothing else; the raw one comes first. */
export interface Arms {
  raw: Arm;
  /** Collapsed, then refilled. */
  deduplicated: Arm[];
  /** What they share of swept values, such as `lr=0.001`; empty for none. */
  among: string;
}

const source = z.looseObject({
  dedup: z.looseObject({ afterwards: z.enum(['collapse', 'refill']) }).optional(),
});
const dataConfig = z.looseObject({
  data: z.looseObject({ background: z.union([source, z.array(source)]) }),
});

/** Finds them by what the manifests of data and train say, whatever labels the sweep has. */
export function findArms({ groups, upstream }: Pick<ExperimentContext, 'groups' | 'upstream'>): Arms[] {
  const settings = settingsOfGroups(groups, upstream);
  const byRest = new Map<string, Arm[]>();
  for (const [g, group] of groups.entries()) {
    const told = backgroundOf(group.runs[0]!);
    if (!told) continue;
    const others = [...settings[g]!].filter(([path]) => !/^data\.background\b/.test(path)).sort();
    const rest = JSON.stringify([others, told.rest]);
    byRest.set(rest, [...(byRest.get(rest) ?? []), { name: told.arm, group }]);
  }
  return [...byRest.values()].flatMap((arms): Arms[] => {
    const [raw, ...equal] = arms.filter(({ name }) => name === 'raw');
    const deduplicated = armNames.slice(1).flatMap((name) => arms.filter((arm) => arm.name === name));
    const isClear = equal.length === 0 && new Set(arms.map(({ name }) => name)).size === arms.length;
    return raw && isClear && deduplicated.length > 0
      ? [{ raw, deduplicated, among: sharedValues(arms.map(({ group }) => group)) }]
      : [];
  });
}

/** The arm of a run, and its background without what makes it that arm. */
function backgroundOf(run: RunDirectories): { arm: ArmName; rest: unknown } | undefined {
  const parsed = dataConfig.safeParse(findManifest(run.data)?.config);
  if (!parsed.success) return undefined;
  const parts = [parsed.data.data.background].flat();
  const found = new Set(parts.flatMap(({ dedup }) => dedup?.afterwards ?? []));
  if (found.size > 1) return undefined;
  const [arm = 'raw'] = found;
  return { arm, rest: parts.map(({ dedup: _, ...part }) => part) };
}

/** Swept values in which groups agree. */
function sharedValues(groups: readonly GroupContext[]): string {
  const [first, ...others] = groups.map(({ label }) => label.split(', '));
  return first!.filter((value) => value !== '' && others.every((other) => other.includes(value))).join(', ');
}
