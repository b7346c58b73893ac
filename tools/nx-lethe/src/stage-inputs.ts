import type { StageName } from '@lethe/contracts';
import type { DataSpec } from '@lethe/data/declaration';
import { type StageTask, stages } from '@lethe/experiment';
import type { TrainSpec } from '@lethe/train/declaration';
import type { TargetConfiguration } from 'nx/src/devkit-exports.js';
import type { WorkspacePackage } from './workspace-packages.js';

type Inputs = NonNullable<TargetConfiguration['inputs']>;

/**
 * The inputs whose hashes decide whether Nx serves a task from its cache. They must name everything that can change the
 * result; where they name more, the stage still finds by its manifest that nothing changed. Nx knows inputs of a target,
 * not of its configurations, so they cover the full and the small version together.
 * @param tasks what the target runs, in either profile
 * @param root directory of the experiment, relative to the workspace
 */
export function stageInputs(
  tasks: readonly StageTask[],
  root: string,
  packages: readonly WorkspacePackage[],
): Inputs {
  const { stage, override, inputs: upstream } = tasks[0]!;
  const own = stages[stage].sections;
  const fields = [...own, ...own.map((name) => `smoke.${name}`), 'sweep', `stages.${stage}`];
  const inputs: Inputs = [
    { json: '{projectRoot}/experiment.json', fields },
    // Without this entry Nx hashes every npm package of the workspace.
    { externalDependencies: [] },
  ];
  if (upstream.length > 0) inputs.push({ dependentTasksOutputFiles: '**/manifest.json' });
  if (!override) inputs.push(...builtinInputs(stage, [...new Set(tasks.flatMap(observers))], packages));
  if (tasks.some(readsOutside)) {
    inputs.push({ runtime: `node tools/cli/bin/lethe.mjs inputs ${root} ${stage}` });
  }
  return inputs;
}

/** Sources of the packages that run, with their npm dependencies, and the settings that they read. */
function builtinInputs(
  stage: StageName,
  observerModules: readonly string[],
  packages: readonly WorkspacePackage[],
): Inputs {
  const names = [`@lethe/${stage}`, ...observerModules];
  const projects = packages.filter(({ name }) => names.includes(name)).map(({ project }) => project);
  const inputs: Inputs = [
    // With `dependencies` the projects themselves are left out, so both entries are needed.
    { input: 'production', projects },
    { input: 'production', projects, dependencies: true },
  ];
  if (stages[stage].usesBackend) inputs.push({ env: 'LETHE_BACKEND' });
  return inputs;
}

function observers({ stage, config }: StageTask): string[] {
  return stage === 'train' ? (config.train as TrainSpec).observers.map(({ module }) => module) : [];
}

/** Whether the task reads files that no other entry covers. */
function readsOutside(task: StageTask): boolean {
  if ((task.override?.inputs.length ?? 0) > 0) return true;
  if (observers(task).some((module) => !module.startsWith('@lethe/'))) return true;
  if (task.stage === 'train') return 'checkpoint' in ((task.config.train as TrainSpec).from ?? {});
  if (task.stage !== 'data') return false;
  const data = task.config.data as DataSpec;
  const single = 'location' in data.facts || 'location' in data.tokenizer;
  return single || 'locations' in data.background || 'locations' in (data.evaluation ?? {});
}
