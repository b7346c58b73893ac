import { groupBy } from '@lethe/contracts';
import type { ExperimentContext, GroupContext } from '../analysis/contexts.js';
import { isSeedLabel } from '../cohort/group-runs.js';
import { countParameters } from '../read/checkpoint.js';
import { placesOf, type Series } from './series.js';
import { differingPaths, type Settings, settingsOfGroups } from './settings.js';

/** A thing of which claims speak, and by which options a sweep changes it. */
export interface Variable {
  readonly name: string;
  /** Options that are this thing. */
  readonly own: RegExp;
  /** Options that a design may change along with it; compared where nothing else is left to compare. */
  readonly beside?: RegExp;
  /** How much there is of it in a group; undefined where that is not known. */
  readonly amountOf: (
    group: GroupContext,
    settings: Settings,
    context: Pick<ExperimentContext, 'upstream' | 'trainingOf'>,
  ) => number | undefined | Promise<number | undefined>;
}

/** Options that change how a training is watched or carried out, and not what it comes to. */
const bookkeeping =
  /^(origin\.)*train\.(observers|evaluation|checkpoints|tensorboard|microBatchSize)\b|^probe\./;

const numberAt = (settings: Settings, path: string): number | undefined => {
  const value: unknown = JSON.parse(settings.get(path) ?? 'null');
  return typeof value === 'number' ? value : undefined;
};

/** Rows of a batch. */
export const batchSize: Variable = {
  name: 'batch size',
  own: /^data\.order\.batchSize$/,
  beside: /^data\.order\.(steps|injection\.(factsPerStep|spread|start|end|row))$/,
  amountOf: (_, settings) => numberAt(settings, 'data.order.batchSize'),
};

/** Trained numbers. */
export const modelSize: Variable = {
  name: 'model size',
  own: /^(origin\.)*model\.(?!architecture\b)/,
  amountOf: ({ runs }) => countParameters(runs[0]!.train) ?? undefined,
};

/** Updates that came before the checkpoint from which a training goes on. */
export const trainingStage: Variable = {
  name: 'stage',
  own: /^train\.from\.(step|checkpoint)$/,
  beside: /^train\.(optimizer\.learningRate|schedule\.\w+)$|^data\.order\.from\b/,
  async amountOf({ runs }, settings, { upstream, trainingOf }) {
    const checkpoint = /step-0*(\d+)/.exec(settings.get('train.from.checkpoint') ?? '')?.[1];
    if (checkpoint !== undefined) return Number(checkpoint);
    if (settings.get('train.from.step') !== '"final"') return numberAt(settings, 'train.from.step');
    const origin = upstream.find(({ id }) => id === runs[0]!.from);
    const last = origin && (await trainingOf(origin)).step.at(-1);
    return last === undefined ? undefined : last + 1;
  },
};

/** Groups that differ in a variable, and what could not be compared. */
export interface VariableSeries {
  series: Series[];
  /** Paths that differ too where a variable never differs by itself; empty where there is nothing to tell. */
  confounded: readonly string[];
}

/**
 * Series of groups that differ in a variable and nothing else, seeds aside, ascending; groups that are in none of them are
 * compared where what differs too is what designs change along. Labels of the sweep play no part.
 */
export async function seriesOf(variable: Variable, context: ExperimentContext): Promise<VariableSeries> {
  const settings = settingsOfGroups(context.groups, context.upstream);
  const known: Member[] = [];
  for (const [g, group] of context.groups.entries()) {
    const x = await variable.amountOf(group, settings[g]!, context);
    if (x !== undefined) known.push({ group, settings: settings[g]!, x });
  }
  const swept = differingPaths(settings).some((path) => variable.own.test(path));
  if (!swept || new Set(known.map(({ x }) => x)).size < 2) return { series: [], confounded: [] };
  const alone = partition(variable, known, bookkeeping);
  const used = new Set(alone.flatMap(({ places }) => places.map(({ group }) => group)));
  const left = known.filter(({ group }) => !used.has(group));
  const { beside } = variable;
  const along = beside ? partition(variable, left, new RegExp(`${bookkeeping.source}|${beside.source}`)) : [];
  const series = [...alone, ...along];
  if (series.length > 0) return { series, confounded: [] };
  const paths = differingPaths(known.map((member) => member.settings));
  return {
    series,
    confounded: paths.filter((path) => !variable.own.test(path) && !bookkeeping.test(path)),
  };
}

interface Member {
  group: GroupContext;
  settings: Settings;
  x: number;
}

/** Members that agree in all other options; those with equal amounts cannot be told apart and are left out. */
function partition({ name, own }: Variable, members: readonly Member[], ignored: RegExp): Series[] {
  const rest = ({ settings }: Member): string =>
    JSON.stringify([...settings].filter(([path]) => !own.test(path) && !ignored.test(path)).sort());
  return [...groupBy(members, rest).values()].flatMap((alike): Series[] => {
    const amounts = new Set(alike.map(({ x }) => x));
    if (amounts.size < 2 || amounts.size < alike.length) return [];
    const places = placesOf(alike.map(({ group, x }) => ({ group, value: amountText(x), x })));
    const paths = differingPaths(alike.map(({ settings }) => settings));
    return [{ axis: name, paths, among: sharedValues(alike), places }];
  });
}

/** Swept values in which groups agree: `lr=0.001`. */
function sharedValues(members: readonly Member[]): string {
  const [first, ...others] = members.map(({ group }) => group.runs[0]!.values);
  return Object.entries(first!)
    .filter(([label, value]) => !isSeedLabel(label) && others.every((other) => other[label] === value))
    .map((pair) => pair.join('='))
    .join(', ');
}

const amountText = (x: number): string =>
  x.toLocaleString('en', { maximumSignificantDigits: 3, notation: 'compact' });
