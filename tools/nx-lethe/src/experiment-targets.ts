import { type Profile, stageNames } from '@lethe/contracts';
import { type Experiment, type ExperimentPlan, type StageTask, stages } from '@lethe/experiment';
import type { TargetConfiguration } from 'nx/src/devkit-exports.js';
import type { PlannedExperiment } from './check-experiment.js';
import type { OriginTargets } from './origin-targets.js';
import { stageInputs } from './stage-inputs.js';
import type { WorkspacePackage } from './workspace-packages.js';

/**
 * The Nx targets of an experiment: one for every task or group of tasks run together, and in a sweep one for every
 * stage that stands for all of its tasks. The configuration `smoke` runs the small version of each.
 * @param planned its small version has the targets of the full one, or some of them
 * @param root directory of the experiment, relative to the workspace
 */
export function experimentTargets(
  { experiment: { extended }, plans, origins }: PlannedExperiment,
  root: string,
  packages: readonly WorkspacePackage[],
): Record<string, TargetConfiguration> {
  const targets: Record<string, TargetConfiguration> = {};
  for (const group of new Set(plans.full.tasks.map((task) => task.group))) {
    const [full, smoke] = [plans.full, plans.smoke].map(({ tasks }) =>
      tasks.filter((task) => task.group === group),
    ) as [StageTask[], StageTask[]];
    targets[group] = groupTarget(group, { full, smoke, plans, origins, extended }, root, packages);
  }
  for (const stage of stageNames) {
    const groups = distinct(
      plans.full.tasks.filter((task) => task.stage === stage).map(({ group }) => group),
    );
    targets[stage] ??= {
      executor: 'nx:noop',
      // Options such as --backend are meant for the tasks that it stands for.
      dependsOn: groups.map((target) => ({ target, params: 'forward' })),
      configurations: { smoke: {} },
      metadata: { description: `every ${stage} task of the sweep` },
    };
  }
  targets.report = reportTarget(root);
  return targets;
}

/** The page that follows a training: it trains nothing, and runs until it is stopped. */
function reportTarget(root: string): TargetConfiguration {
  return {
    executor: 'nx:run-commands',
    cache: false,
    continuous: true,
    options: { command: `node tools/cli/bin/lethe.mjs report ${root}`, profile: 'full' },
    configurations: { smoke: { profile: 'smoke' } },
    dependsOn: [{ projects: ['cli'], target: 'build' }],
    metadata: { description: 'a live page that follows the trainings of the experiment' },
  };
}

/** What a target does in the small version of a sweep that has fewer values. */
const nothing = { command: 'node --version', forwardAllArgs: false };

interface Group {
  /** Its tasks. */
  full: readonly StageTask[];
  /** Those of the small version; none where its sweep has fewer values. */
  smoke: readonly StageTask[];
  plans: Record<Profile, ExperimentPlan>;
  origins: readonly OriginTargets[];
  extended: Experiment['extended'];
}

function groupTarget(
  group: string,
  { full, smoke, plans, origins, extended }: Group,
  root: string,
  packages: readonly WorkspacePackage[],
): TargetConfiguration {
  const { stage } = full[0]!;
  const options = (profile: Profile) => ({ profile, out: `${root}/out/${profile}/${group}` });
  const upstream = full.flatMap(({ inputs }) => inputs.map((target) => groupOf(plans.full, target)));
  const others = full.flatMap((task) => origins.filter(({ reader }) => reader === task.target));
  const dependsOn = others.map(({ project, target }) => ({ projects: [project], target }));
  return {
    executor: 'nx:run-commands',
    cache: true,
    // Every option but the command becomes an option of the command: --profile, --out.
    options: { command: `node tools/cli/bin/lethe.mjs run-task ${root} ${group}`, ...options('full') },
    configurations: { smoke: smoke.length > 0 ? options('smoke') : nothing },
    outputs: ['{options.out}'],
    inputs: stageInputs([...full, ...smoke], root, packages, extended),
    dependsOn: [
      ...distinct(upstream),
      ...new Map(dependsOn.map((other) => [JSON.stringify(other), other])).values(),
      { projects: ['cli'], target: 'build' },
    ],
    parallelism: [...full, ...smoke].every(leavesProcessors),
    metadata: {
      description: `stage ${stage}, runs: ${distinct(full.flatMap(({ runs }) => runs)).join(', ')}`,
    },
  };
}

/** Training and probing take every processor, unless the experiment says how many threads they have. */
function leavesProcessors({ stage, config }: StageTask): boolean {
  if (!stages[stage].usesBackend) return true;
  const { threads = null } = (config[stage] ?? {}) as { threads?: number | null };
  return threads !== null;
}

const distinct = (names: readonly string[]): string[] => [...new Set(names)];

const groupOf = ({ tasks }: ExperimentPlan, target: string): string =>
  tasks.find((task) => task.target === target)!.group;
