import { groupBy, type RunDirectories } from '@lethe/contracts';
import { sweptSettings } from '../cohort/group-runs.js';
import {
  type Configuration,
  commonConfiguration,
  readConfiguration,
  withoutSeeds,
} from './run-configuration.js';
import { describeRun, type RunSetting } from './run-setting.js';
import { nameSettings, type SettingName } from './setting-names.js';

/** One run and how it was made. */
export interface DescribedRun {
  run: RunDirectories;
  /** The run of another experiment that it continues from, where that is given. */
  origin: RunDirectories | undefined;
  setting: RunSetting;
  configuration: Configuration;
}

/** Runs that differ in seeds only. */
export interface SettingGroup<R extends DescribedRun = DescribedRun> {
  runs: readonly R[];
  setting: RunSetting;
  /** What all of its runs were made with. */
  configuration: Configuration;
  name: SettingName;
}

/**
 * Describes the runs of an experiment and then those that they continue from.
 * @param upstream the runs of other experiments that the runs continue from, with ids `NAME/RUN`
 */
export function describeRuns(
  runs: readonly RunDirectories[],
  upstream: readonly RunDirectories[],
): DescribedRun[] {
  const origins = new Map(upstream.map((run) => [run.id, run]));
  return [...runs, ...upstream].map((run) => {
    const origin = run.from === undefined ? undefined : origins.get(run.from);
    return { run, origin, setting: describeRun(run), configuration: readConfiguration(run, origin) };
  });
}

/**
 * Groups runs by their experiment, by every swept value that is not a seed, by those of the runs that they continue
 * from, and by their settings, in the order in which they come.
 */
export function groupBySetting<R extends DescribedRun>(runs: readonly R[]): SettingGroup<R>[] {
  const groups = groupBy(runs, (run) =>
    JSON.stringify([Object.fromEntries(sweptTexts(run)), originKey(run), run.setting]),
  );
  const members = [...groups.values()];
  const names = nameSettings(members.map(([run]) => ({ setting: run.setting, swept: sweptTexts(run) })));
  return members.map((own, i) => ({
    runs: own,
    setting: own[0].setting,
    configuration: commonConfiguration(own.map(({ configuration }) => configuration)),
    name: names[i]!,
  }));
}

/** What its origin is called where nothing is known of it but its name. */
function originKey({ run, origin }: DescribedRun): string | undefined {
  return origin || run.from === undefined ? undefined : withoutSeeds(run.from);
}

/** What the sweeps of its own experiment and of that of its origin say of a run, by what they say it of: `lr=0.1`. */
function sweptTexts({ run, origin }: DescribedRun): Map<string, string> {
  const experimentOf = ({ id }: RunDirectories): string | undefined => id.match(/^(.*)\//)?.[1];
  const own = new Map(sweptSettings(run).map(([label, value]) => [label, `${label}=${value}`]));
  const experiment = experimentOf(run);
  if (experiment !== undefined) own.set('experiment', `experiment ${experiment}`);
  if (!origin) return own;
  for (const [label, value] of sweptSettings(origin)) own.set(`from ${label}`, `from ${label}=${value}`);
  return own.set('from experiment', `from ${experimentOf(origin)}`);
}
