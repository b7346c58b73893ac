import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A package of this workspace. */
export interface WorkspacePackage {
  /** npm name, such as `@lethe/data`. */
  name: string;
  /** Nx project name, such as `data`. */
  project: string;
  /** Directory relative to the workspace. */
  root: string;
}

/** The packages that the root package.json lists under `workspaces`: plain directories and `directory/*`. */
export function workspacePackages(workspaceRoot: string): WorkspacePackage[] {
  const { workspaces } = readJson(join(workspaceRoot, 'package.json')) as { workspaces: string[] };
  return workspaces
    .flatMap((pattern) => {
      if (!pattern.endsWith('/*')) return [pattern];
      const parent = pattern.slice(0, -2);
      const directory = join(workspaceRoot, parent);
      return existsSync(directory) ? readdirSync(directory).map((name) => `${parent}/${name}`) : [];
    })
    .filter((root) => existsSync(join(workspaceRoot, root, 'package.json')))
    .map((root) => {
      const json = readJson(join(workspaceRoot, root, 'package.json')) as {
        name: string;
        nx?: { name?: string };
      };
      return { name: json.name, project: json.nx?.name ?? json.name, root };
    });
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}
