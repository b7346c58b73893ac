import { basename, dirname } from 'node:path';
import { stageNames } from '@lethe/contracts';
import type { ProjectConfiguration, TargetConfiguration } from 'nx/src/devkit-exports.js';
import { checkExperiment } from './check-experiment.js';
import { experimentTargets } from './experiment-targets.js';
import { workspacePackages } from './workspace-packages.js';

type Nodes = [file: string, { projects: Record<string, ProjectConfiguration> }][];

/**
 * One Nx project for every experiment.
 * An invalid experiment keeps its targets, and each of them fails with the reason: an error here would stop every
 * other experiment too.
 * @param files paths of experiment.json files, relative to the workspace
 */
export function createExperimentNodes(files: readonly string[], workspaceRoot: string): Nodes {
  const packages = workspacePackages(workspaceRoot);
  return files.map((file) => {
    const root = dirname(file);
    const checked = checkExperiment(root, workspaceRoot, packages);
    const project =
      checked.problem === undefined
        ? { name: basename(root), targets: experimentTargets(checked.plans, root, packages, checked.origins) }
        : { name: refusedName(root, packages), targets: refusedTargets(root) };
    return [
      file,
      { projects: { [root]: { ...project, root, projectType: 'application', tags: ['type:experiment'] } } },
    ];
  });
}

/** The name of the directory, unless that is the problem: two projects of one name stop Nx. */
function refusedName(root: string, packages: ReturnType<typeof workspacePackages>): string {
  const name = basename(root).replaceAll(/[^\w.-]/g, '-');
  const taken = packages.some(({ project }) => project === name);
  return taken || name !== basename(root) ? `refused-${name}` : name;
}

function refusedTargets(root: string): Record<string, TargetConfiguration> {
  const target: TargetConfiguration = {
    executor: 'nx:run-commands',
    cache: false,
    options: { command: `node tools/nx-lethe/refuse.mjs "${root}"` },
    configurations: { smoke: {} },
  };
  return Object.fromEntries([...stageNames, 'report'].map((name) => [name, target]));
}
