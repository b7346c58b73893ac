import type { Configuration } from './run-configuration.js';
import type { RunSetting } from './run-setting.js';

/** One thing in which groups may differ: settings, and paths of their configuration, each with all below it. */
export interface Varied {
  settings: readonly (keyof RunSetting)[];
  /** What is varied, of a run itself or, below `origin.`, of the one that it continues from. */
  varies: readonly string[];
  /** What has to follow it, such as the batch that is the whole world, or the number of updates that learning takes. */
  follows: readonly string[];
}

const withOrigin = (...paths: string[]): string[] => paths.flatMap((path) => [path, `origin.${path}`]);
const recipe = ['train.optimizer', 'train.schedule', 'train.clipNorm', 'train.microBatchSize'];

/** What claims compare groups in. */
export const varied = {
  /** Each kind of fine-tuning has its own learning rate, and takes its own number of updates. */
  fineTuning: {
    settings: ['fineTuning', 'loraRank'],
    varies: ['train.lora', 'train.rankOne'],
    follows: [...recipe, 'data.order'],
  },
  model: {
    settings: ['model'],
    varies: withOrigin('model'),
    follows: [...withOrigin(...recipe, 'data.order'), 'train.lora.targets', 'train.rankOne.targets'],
  },
  multiplicity: {
    settings: ['multiplicity'],
    varies: withOrigin('data.facts.multiplicity'),
    follows: withOrigin('data.order'),
  },
  templates: {
    settings: ['templates'],
    varies: withOrigin('data.facts.templates'),
    follows: withOrigin('data.order'),
  },
  fineTuned: { settings: ['fineTuned'], varies: withOrigin('data.facts.fineTuned'), follows: ['data.order'] },
  schedule: { settings: [], varies: ['train.schedule'], follows: [] },
  variant: { settings: [], varies: withOrigin('data.facts.variant'), follows: withOrigin('data.order') },
} as const satisfies Record<string, Varied>;

interface Configured {
  configuration: Configuration;
}
interface Described extends Configured {
  setting: RunSetting;
}

/**
 * Groups that agree in everything but one thing and what has to follow it, at least two together. Where several agree
 * in that one thing too, only those are together that agree in what follows as well.
 */
export function alikeBut<G extends Described>(
  { settings, varies, follows }: Varied,
  groups: readonly G[],
): G[][] {
  const thing = (group: G): string =>
    JSON.stringify(settings.map((key) => group.setting[key])) +
    valuesOf(group, (path) => isBelow(path, varies));
  const rest = (group: G): string =>
    othersOf(group, settings) + valuesOf(group, (path) => !isBelow(path, [...varies, ...follows]));
  const exact = (group: G): string =>
    othersOf(group, settings) + valuesOf(group, (path) => !isBelow(path, varies));
  const areDistinct = (members: readonly G[]): boolean => new Set(members.map(thing)).size === members.length;
  return classes(groups, rest)
    .flatMap((members) => (areDistinct(members) ? [members] : classes(members, exact)))
    .filter((members) => members.length > 1 && areDistinct(members));
}

/** What else two groups differ in, of what has to follow: `data.order.steps 1000 against 100`. */
export function followingDifferences(a: Configured, b: Configured, { follows }: Varied): string {
  const paths = new Set([...a.configuration.keys(), ...b.configuration.keys()]);
  return [...paths]
    .filter((path) => isBelow(path, follows) && a.configuration.get(path) !== b.configuration.get(path))
    .map((path) => `${path} ${valueAt(a, path)} against ${valueAt(b, path)}`)
    .join(', ');
}

const valueAt = ({ configuration }: Configured, path: string): string => configuration.get(path) ?? 'none';

const isBelow = (path: string, roots: readonly string[]): boolean =>
  roots.some((root) => path === root || path.startsWith(`${root}.`));

/** Settings but for some. */
const othersOf = ({ setting }: Described, without: Varied['settings']): string =>
  JSON.stringify(Object.entries(setting).filter(([key]) => !without.some((name) => name === key)));

function valuesOf({ configuration }: Configured, wanted: (path: string) => boolean): string {
  return JSON.stringify([...configuration].filter(([path]) => wanted(path)).sort(byPath));
}

const byPath = ([a]: [string, string], [b]: [string, string]): number => (a < b ? -1 : a > b ? 1 : 0);

function classes<G>(groups: readonly G[], key: (group: G) => string): G[][] {
  const found = new Map<string, G[]>();
  for (const group of groups) found.set(key(group), [...(found.get(key(group)) ?? []), group]);
  return [...found.values()];
}
