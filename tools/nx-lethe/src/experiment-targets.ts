import { type ExperimentPlan, type Profile, type StageTask, stageNames } from '@lethe/contracts';
import type { TargetConfiguration } from 'nx/src/devkit-exports.js';
import { stageInputs } from './stage-inputs.js';
import type { WorkspacePackage } from './workspace-packages.js';

/**
 * The Nx targets of an experiment: one for every task, and in a sweep one for every stage that stands for all
 * of its tasks. The configuration `smoke` runs the small version of each.
 * @param plans both profiles have the same targets
 * @param root directory of the experiment, relative to the workspace
 */
export function experimentTargets(
  plans: Record<Profile, ExperimentPlan>,
  root: string,
  packages: readonly WorkspacePackage[],
): Record<string, TargetConfiguration> {
  const targets: Record<string, TargetConfiguration> = {};
  for (const full of plans.full.tasks) {
    const smoke = plans.smoke.tasks.find(({ target }) => target === full.target)!;
    targets[full.target] = taskTarget([full, smoke], root, packages);
  }
  for (const stage of stageNames) {
    targets[stage] ??= {
      executor: 'nx:noop',
      dependsOn: plans.full.tasks.filter((task) => task.stage === stage).map(({ target }) => target),
      configurations: { smoke: {} },
      metadata: { description: `every ${stage} task of the sweep` },
    };
  }
  targets.report = reportTarget(root);
  return targets;
}

/** The page that follows a training: it trains nothing, and runs until it is ended. */
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

function taskTarget(
  profiles: readonly [full: StageTask, smoke: StageTask],
  root: string,
  packages: readonly WorkspacePackage[],
): TargetConfiguration {
  const [{ stage, target, inputs, runs }] = profiles;
  const options = (profile: Profile) => ({ profile, out: `${root}/out/${profile}/${target}` });
  return {
    executor: 'nx:run-commands',
    cache: true,
    // Every option but the command becomes an option of the command: --profile, --out.
    options: { command: `node tools/cli/bin/lethe.mjs run-task ${root} ${target}`, ...options('full') },
    configurations: { smoke: options('smoke') },
    outputs: ['{options.out}'],
    inputs: stageInputs(profiles, root, packages),
    dependsOn: [...inputs, { projects: ['cli'], target: 'build' }],
    // Training and probing take every core.
    parallelism: stage !== 'train' && stage !== 'probe',
    metadata: { description: `stage ${stage}, runs: ${runs.join(', ')}` },
  };
}
