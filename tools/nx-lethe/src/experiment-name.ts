import { LetheError } from '@lethe/contracts';

const pattern = /^[a-z0-9][a-z0-9._-]*$/i;

/**
 * Checks that an experiment's directory can name an Nx project.
 * @param taken project names of the workspace's packages
 * @throws LetheError saying which names are allowed
 */
export function checkExperimentName(name: string, taken: readonly string[], where: string): void {
  const problem = !pattern.test(name)
    ? { what: 'this name cannot be an Nx project', expected: 'letters, digits, dots, dashes and underscores' }
    : taken.includes(name)
      ? { what: 'a package of this workspace has this name', expected: `none of ${taken.join(', ')}` }
      : undefined;
  if (problem) {
    throw new LetheError({ ...problem, where, found: name, next: 'give the experiment another name' });
  }
}
