import { join } from 'node:path';
import { LetheError, type Profile, type StageName, stageNames } from '@lethe/contracts';
import type { TrainOrigin } from '@lethe/train/declaration';
import { checkRuns } from './check-sweep.js';
import type { ExperimentSpec } from './experiment.js';
import { type Experiment, parseSpec } from './parse-experiment.js';
import { stages } from './stages.js';
import { applySweep, combinations, isOneProgram, isTogether, runId, sectionsOf } from './sweep.js';

/** One task of an experiment: a stage with one configuration. Runs of a sweep share a task where they agree. */
export interface StageTask {
  stage: StageName;
  /** Its name: `train`, or `train--bs32-s1` in a sweep. */
  target: string;
  /** Name of the Nx target that it is part of: its own, or `train--bs32` if the axis `s` is run together. */
  group: string;
  /** What distinguishes it within its group: `s1`; empty if it is alone. */
  member: string;
  /** Tasks of one group that have the same are computed as one program; null where each is computed by itself. */
  program: string | null;
  /** Output directory relative to the experiment: `out/full/train--bs32-s1`, or `out/full/train--bs32/s1`. */
  directory: string;
  /** The slice of the spec that the stage reads; nothing else may influence it. */
  config: Record<string, unknown>;
  seed: number | null;
  /** Command of a program that replaces the built-in stage. */
  override: ExperimentSpec['stages'][StageName];
  /** Targets that it reads. */
  inputs: string[];
  /** Runs of other experiments that it reads: train the one that it continues from, analyze those of all its runs. */
  origins: TrainOrigin[];
  /** Ids of the runs that it belongs to. */
  runs: string[];
}

/** One combination of swept values. */
export interface Run {
  /** `bs32-s1`; `main` without a sweep. */
  id: string;
  values: Record<string, number | string>;
  spec: ExperimentSpec;
  /** Target of every stage of the run. */
  targets: Record<StageName, string>;
}

export interface ExperimentPlan {
  tasks: StageTask[];
  runs: Run[];
}

/** Sections that a stage or anything before it reads: only axes in these give it separate targets. */
function sectionsUpTo(stage: StageName): string[] {
  // One task analyzes all runs.
  if (stage === 'analyze') return [];
  const { reads, sections } = stages[stage];
  return [...reads.flatMap(sectionsUpTo), ...sections];
}

/**
 * Lists the runs and the tasks of an experiment, in the order in which they can run.
 * @throws LetheError on mistakes in a run's configuration, and when two runs have the same
 */
export function planExperiment(experiment: Experiment, profile: Profile): ExperimentPlan {
  const { sweep } = experiment.spec;
  const axesOf = (stage: StageName) =>
    sweep.filter((axis) =>
      sectionsOf(axis, experiment.json).some((section) => sectionsUpTo(stage).includes(section)),
    );
  const runs = combinations(sweep, profile).map((values): Run => {
    const json = applySweep(experiment.json, sweep, values);
    const spec = parseSpec(json, profile, join(experiment.directory, 'experiment.json'));
    const targets = Object.fromEntries(
      stageNames.map((stage) => [stage, targetName(stage, runId(axesOf(stage), values))]),
    ) as Run['targets'];
    return { id: runId(sweep, values) || 'main', values, spec, targets };
  });
  checkRuns(runs, join(experiment.directory, 'experiment.json'));
  const tasks = new Map<string, StageTask>();
  for (const stage of stageNames) {
    for (const run of runs) {
      const target = run.targets[stage];
      const inputs = stages[stage].reads.map((upstream) => run.targets[upstream]);
      const existing = tasks.get(target);
      if (existing) {
        existing.runs.push(run.id);
        existing.inputs = [...new Set([...existing.inputs, ...inputs])];
        continue;
      }
      const [together, apart] = [true, false].map((wanted) =>
        runId(
          axesOf(stage).filter((axis) => isTogether(axis, stage) === wanted),
          run.values,
        ),
      ) as [string, string];
      const group = targetName(stage, apart);
      const shared = axesOf(stage).filter((axis) => !isOneProgram(axis, stage));
      const isProgram = shared.length < axesOf(stage).length && run.spec.stages[stage] === undefined;
      tasks.set(target, {
        stage,
        target,
        group,
        member: together,
        program: isProgram ? runId(shared, run.values) : null,
        directory: together === '' ? `out/${profile}/${group}` : `out/${profile}/${group}/${together}`,
        config: stageConfig(stage, run.spec, runs),
        seed: stageSeed(stage, run.spec),
        override: run.spec.stages[stage],
        inputs,
        origins: originsOf(stage, run, runs),
        runs: [run.id],
      });
    }
  }
  return { tasks: [...tasks.values()], runs };
}

/** Other experiments' runs that a task reads, each once. */
function originsOf(stage: StageName, run: Run, runs: readonly Run[]): TrainOrigin[] {
  if (stage !== 'train' && stage !== 'analyze') return [];
  const origins = (stage === 'train' ? [run] : runs).flatMap(({ spec }) => originOf(spec) ?? []);
  const distinct = new Map(origins.map((origin) => [`${origin.experiment}/${origin.run}`, origin]));
  return [...distinct.values()];
}

/** The run of another experiment that a run continues from, if any. */
export function originOf({ train }: Pick<ExperimentSpec, 'train'>): TrainOrigin | undefined {
  return train.from && 'experiment' in train.from ? train.from : undefined;
}

const targetName = (stage: StageName, id: string): string => (id === '' ? stage : `${stage}--${id}`);

/**
 * The tasks of an Nx target, or the one task of that name.
 * @throws LetheError listing the targets when there is none of that name
 */
export function findTasks(plan: ExperimentPlan, name: string, experiment: string): StageTask[] {
  const group = plan.tasks.filter((task) => task.group === name);
  return group.length > 0 ? group : [findTask(plan, name, experiment)];
}

/** The task of a target. @throws LetheError listing the targets when there is none of that name */
export function findTask(plan: ExperimentPlan, target: string, experiment: string): StageTask {
  const task = plan.tasks.find((candidate) => candidate.target === target);
  if (task) return task;
  throw new LetheError({
    what: `experiment ${experiment} has no task "${target}"`,
    expected: plan.tasks.map((candidate) => candidate.target).join(', '),
    found: target,
  });
}

function stageConfig(stage: StageName, spec: ExperimentSpec, runs: readonly Run[]): Record<string, unknown> {
  const own = Object.fromEntries(stages[stage].sections.map((section) => [section, spec[section]]));
  if (stage !== 'analyze') return own;
  return { ...own, runs: runs.map(({ id, values, targets }) => ({ id, values, targets })) };
}

function stageSeed(stage: StageName, spec: ExperimentSpec): number | null {
  const own = spec[stage];
  return 'seed' in own ? own.seed : null;
}
