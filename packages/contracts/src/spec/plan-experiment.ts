import { join } from 'node:path';
import { LetheError } from '../errors.js';
import type { StageName } from '../stage/stages.js';
import { stageContracts, stageNames } from '../stage/stages.js';
import type { ExperimentSpec, Profile } from './experiment-spec.js';
import { type Experiment, parseSpec } from './parse-experiment.js';

/** One task of an experiment: a stage with one configuration. Runs of a sweep share a task where they agree. */
export interface StageTask {
  stage: StageName;
  /** Name of the Nx target and of the output directory: `train`, or `train--bs32-s1` in a sweep. */
  target: string;
  /** Output directory relative to the experiment: `out/full/train--bs32-s1`. */
  directory: string;
  /** The slice of the spec that the stage reads; nothing else may influence it. */
  config: Record<string, unknown>;
  seed: number | null;
  /** Command of a program that replaces the built-in stage. */
  override: ExperimentSpec['stages'][StageName];
  /** Targets that it reads. */
  inputs: string[];
  /** Ids of the runs that it belongs to. */
  runs: string[];
}

/** One combination of swept values. */
export interface Run {
  /** `bs32-s1`; `main` where nothing is swept. */
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

/** Sections that a stage or anything before it reads: only axes in these give it targets of its own. */
const sectionsUpTo: Record<StageName, string[]> = {
  data: ['data'],
  train: ['data', 'model', 'train'],
  probe: ['data', 'model', 'train', 'probe'],
  analyze: [],
};

/** Lists the runs and the tasks of an experiment, in the order in which they can run. */
export function planExperiment(experiment: Experiment, profile: Profile): ExperimentPlan {
  const runs = combinations(experiment.spec.sweep).map((values): Run => {
    const json = structuredClone(experiment.json);
    const smoke = (json.smoke ?? {}) as Record<string, unknown>;
    for (const axis of experiment.spec.sweep) {
      const value = values[axis.label]!;
      setPath(json, axis.path, value);
      // The swept value wins over a smoke override of the same key.
      if (hasPath(smoke, axis.path)) setPath(smoke, axis.path, value);
    }
    const spec = parseSpec(json, profile, join(experiment.directory, 'experiment.json'));
    const targets = Object.fromEntries(
      stageNames.map((stage) => [stage, targetName(stage, experiment.spec.sweep, values)]),
    ) as Run['targets'];
    return { id: runId(experiment.spec.sweep, values) || 'main', values, spec, targets };
  });
  const tasks = new Map<string, StageTask>();
  for (const stage of stageNames) {
    for (const run of runs) {
      const target = run.targets[stage];
      const inputs = stageContracts[stage].reads.map((upstream) => run.targets[upstream]);
      const existing = tasks.get(target);
      if (existing) {
        existing.runs.push(run.id);
        existing.inputs = [...new Set([...existing.inputs, ...inputs])];
        continue;
      }
      tasks.set(target, {
        stage,
        target,
        directory: `out/${profile}/${target}`,
        config: stageConfig(stage, run.spec, runs),
        seed: stageSeed(stage, run.spec),
        override: run.spec.stages[stage],
        inputs,
        runs: [run.id],
      });
    }
  }
  return { tasks: [...tasks.values()], runs };
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
  switch (stage) {
    case 'data':
      return { data: spec.data };
    case 'train':
      return { model: spec.model, train: spec.train };
    case 'probe':
      return { probe: spec.probe };
    case 'analyze':
      return {
        analyze: spec.analyze,
        runs: runs.map(({ id, values, targets }) => ({ id, values, targets })),
      };
  }
}

function stageSeed(stage: StageName, spec: ExperimentSpec): number | null {
  if (stage === 'probe') return null;
  return spec[stage].seed;
}

type Sweep = ExperimentSpec['sweep'];

function combinations(sweep: Sweep): Record<string, number | string>[] {
  return sweep.reduce<Record<string, number | string>[]>(
    (partial, axis) =>
      partial.flatMap((values) => axis.values.map((value) => ({ ...values, [axis.label]: value }))),
    [{}],
  );
}

function runId(axes: Sweep, values: Record<string, number | string>): string {
  return axes.map((axis) => `${axis.label}${values[axis.label]}`).join('-');
}

function targetName(stage: StageName, sweep: Sweep, values: Record<string, number | string>): string {
  const id = runId(
    sweep.filter((axis) => sectionsUpTo[stage].includes(axis.path.split('.')[0]!)),
    values,
  );
  return id === '' ? stage : `${stage}--${id}`;
}

function setPath(target: Record<string, unknown>, path: string, value: unknown): void {
  const keys = path.split('.');
  const last = keys.pop()!;
  let node = target;
  for (const key of keys) {
    if (typeof node[key] !== 'object' || node[key] === null) node[key] = {};
    node = node[key] as Record<string, unknown>;
  }
  node[last] = value;
}

function hasPath(target: Record<string, unknown>, path: string): boolean {
  let node: unknown = target;
  for (const key of path.split('.')) {
    if (typeof node !== 'object' || node === null || !(key in node)) return false;
    node = (node as Record<string, unknown>)[key];
  }
  return true;
}
