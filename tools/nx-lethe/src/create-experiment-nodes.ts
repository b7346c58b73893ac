import { basename, dirname } from 'node:path';
import { stageNames } from '@lethe/contracts';
import type { ProjectConfiguration, TargetConfiguration } from 'nx/src/devkit-exports.js';
import { checkExperiment } from './check-experiment.js';
import { experimentTargets } from './experiment-targets.js';
import { type WorkspacePackage, workspacePackages } from './workspace-packages.js';

type Nodes = [file: string, { projects: Record<string, ProjectConfiguration> }][];

/**
 * One Nx project for every experiment.
 * An invalid experiment keeps its targets, and each of them fails with the reason: an error here would stop every
 * other experiment too.
 * @param files paths of experiment.json files, relative to the workspace
 */
export function createExperimentNodes(files: readonly string[], workspaceRoot: string): Nodes {
  const packages = workspacePackages(workspaceRoot);
  const taken = new Set([
    ...packages.map(({ project }) => project),
    ...files.map((file) => basename(dirname(file))),
  ]);
  return files.map((file) => {
    const root = dirname(file);
    const checked = checkExperiment(root, workspaceRoot, packages);
    const project =
      checked.problem === undefined
        ? { name: basename(root), targets: experimentTargets(checked, root, packages) }
        : { name: refusedName(root, packages, taken), targets: refusedTargets() };
    return [
      file,
      { projects: { [root]: { ...project, root, projectType: 'application', tags: ['type:experiment'] } } },
    ];
  });
}

/**
 * The name of the directory, unless that is the problem: two projects of one name stop Nx.
 * @param taken names of other projects, to which a new one is added
 */
function refusedName(root: string, packages: readonly WorkspacePackage[], taken: Set<string>): string {
  const directory = basename(root);
  const plain = directory.replaceAll(/[^\w.-]/g, '-');
  if (plain === directory && !packages.some(({ project }) => project === plain)) return plain;
  let name = `refused-${plain}`;
  while (taken.has(name)) name += '-';
  taken.add(name);
  return name;
}

function refusedTargets(): Record<string, TargetConfiguration> {
  const target: TargetConfiguration = {
    executor: 'nx-lethe:refuse',
    cache: false,
    configurations: { smoke: {} },
  };
  return Object.fromEntries([...stageNames, 'report'].map((name) => [name, target]));
}
