import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** The interpreter that LETHE_PYTHON names, else python3. */
export const python = process.env.LETHE_PYTHON || 'python3';

/** Path of a script of this package. */
export const pythonScript = (name: string): string => join(import.meta.dirname, '../../python', name);

/** Why the interpreter cannot import some modules; undefined where it can. */
export function missingModules(...modules: readonly string[]): string | undefined {
  const { status, error, stderr } = spawnSync(python, ['-c', `import ${modules.join()}`], {
    encoding: 'utf8',
  });
  if (status === 0) return undefined;
  const reason = error?.message ?? stderr.trim().split('\n').at(-1) ?? 'no reason given';
  return `${python} cannot import ${modules.join(' and ')} (${reason}); LETHE_PYTHON names another interpreter`;
}
