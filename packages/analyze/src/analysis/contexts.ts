import type { Profile, RunDirectories } from '@lethe/contracts';
import type { Evidence } from '../claims/judge.js';
import type { BootstrapStatistics } from '../cohort/bootstrap-statistics.js';
import type { RunGroup } from '../cohort/group-runs.js';
import type { RunMetrics } from '../metrics/run-metrics.js';
import type { TrainingCurve } from '../read/read-training.js';
import type { SharedOptions } from './shared-options.js';

/** What every analysis is given. */
interface CommonContext<Options, Needs> {
  /** Those that analyses share, and its own. */
  options: SharedOptions & Options;
  /** Results of the analyses that it needs. */
  needs: Needs;
  /** Training curve of a run, read once. */
  trainingOf: (run: RunDirectories) => Promise<TrainingCurve>;
  /** Keeps one line for the log and the notes of the page. */
  note: (line: string) => void;
}

/** One run that was measured. */
export interface RunContext<Options = unknown, Needs = unknown> extends CommonContext<Options, Needs> {
  run: RunDirectories;
  statistics: BootstrapStatistics;
}

/** Runs that differ in seeds only, pooled. */
export interface GroupContext<Options = unknown, Needs = unknown>
  extends CommonContext<Options, Needs>,
    RunGroup {
  /** Of its section in the page, and with which the ids of its figures begin. */
  anchor: string;
  statistics: BootstrapStatistics;
  /** Its runs, each alone. */
  members: readonly { id: string; statistics: BootstrapStatistics }[];
  /**
   * The injected condition on which claims about injection as such rest: duplication where there is one; empty where
   * no facts are injected.
   */
  main: string;
  /** How much estimates over the facts of some conditions rest on. */
  evidence: (...conditions: string[]) => Evidence;
}

/** All runs of an experiment. */
export interface ExperimentContext<Options = unknown, Needs = unknown> extends CommonContext<Options, Needs> {
  experiment: string;
  profile: Profile;
  /** Resolved options of the analyze stage. */
  config: unknown;
  runs: readonly RunDirectories[];
  /** Runs of other experiments from which those are resumed or fine-tuned. */
  upstream: readonly RunDirectories[];
  groups: readonly GroupContext[];
  /** By run; runs without facts to be acquired have none. */
  metrics: ReadonlyMap<string, RunMetrics>;
}

/** What an analysis looks at, one at a time. */
export interface Contexts<Options, Needs> {
  run: RunContext<Options, Needs>;
  group: GroupContext<Options, Needs>;
  experiment: ExperimentContext<Options, Needs>;
}
export type Scope = keyof Contexts<unknown, unknown>;
