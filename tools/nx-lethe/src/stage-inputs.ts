import { basename, dirname } from 'node:path';
import type { StageName } from '@lethe/contracts';
import {
  type Experiment,
  implementingPackages,
  outsideMentions,
  type StageTask,
  stages,
} from '@lethe/experiment';
import type { TargetConfiguration } from 'nx/src/devkit-exports.js';
import type { WorkspacePackage } from './workspace-packages.js';

type Inputs = NonNullable<TargetConfiguration['inputs']>;

/**
 * The inputs whose hashes decide whether Nx serves a task from its cache. They must name everything that can change the
 * result; where they name more, the stage still finds by its manifest that nothing changed. Nx knows inputs of a target,
 * not of its configurations, so they cover the full and the small version together.
 * @param tasks what the target runs, in either profile
 * @param root directory of the experiment, relative to the workspace
 * @param extended experiments that it extends
 */
export function stageInputs(
  tasks: readonly StageTask[],
  root: string,
  packages: readonly WorkspacePackage[],
  extended: Experiment['extended'] = [],
): Inputs {
  const { stage, override, inputs: upstream } = tasks[0]!;
  const own = stages[stage].sections;
  const inputs: Inputs = [
    {
      json: '{projectRoot}/experiment.json',
      fields: ['extends', ...inBoth(own), 'sweep', `stages.${stage}`],
    },
    ...extended.flatMap(({ directory, sections }) => {
      const taken = own.filter((name) => (sections as readonly string[]).includes(name));
      const json = `{workspaceRoot}/${dirname(root)}/${basename(directory)}/experiment.json`;
      return taken.length > 0 ? [{ json, fields: ['extends', ...inBoth(taken)] }] : [];
    }),
    // Without this entry Nx hashes every npm package of the workspace.
    { externalDependencies: [] },
    // What makes tasks of the file and runs them.
    { input: 'production', projects: ['experiment'] },
    { input: 'runner', projects: ['cli'] },
  ];
  if (upstream.length > 0) inputs.push({ dependentTasksOutputFiles: '**/manifest.json' });
  if (!override) inputs.push(...builtinInputs(stage, new Set(tasks.flatMap(implementingPackages)), packages));
  if (tasks.some(readsOutside)) {
    inputs.push({ runtime: `node tools/cli/bin/lethe.mjs inputs ${root} ${stage}` });
  }
  return inputs;
}

/** Sections of the full version and of the small one. */
const inBoth = (sections: readonly string[]): string[] => [
  ...sections,
  ...sections.map((name) => `smoke.${name}`),
];

/** Sources of the packages that run, with their npm dependencies, and the settings that they read. */
function builtinInputs(
  stage: StageName,
  names: ReadonlySet<string>,
  packages: readonly WorkspacePackage[],
): Inputs {
  const projects = packages.filter(({ name }) => names.has(name)).map(({ project }) => project);
  const inputs: Inputs = [
    // With `dependencies` the projects themselves are left out, so both entries are needed.
    { input: 'production', projects },
    { input: 'production', projects, dependencies: true },
  ];
  if (stages[stage].usesBackend) {
    // `auto` takes the native library where there is one.
    inputs.push({ env: 'LETHE_BACKEND' }, { runtime: 'node tools/nx-lethe/native-library.mjs' });
  }
  return inputs;
}

/** Whether the task reads files that no other entry covers. */
function readsOutside(task: StageTask): boolean {
  return (task.override?.inputs.length ?? 0) > 0 || outsideMentions(task).length > 0;
}
