import { join, resolve } from 'node:path';
import { LetheError, type Profile } from '@lethe/contracts';
import type { Experiment } from '@lethe/experiment';

/** What `lethe run-task` was told. */
interface TaskOptions {
  target: string;
  profile: Profile;
  out?: string | undefined;
  force: boolean;
}

/**
 * Refuses options with which a task of Nx would not be what Nx keeps under its name: another version of the experiment in
 * its directory, another directory, or a forced run that Nx serves from its cache the next time. Without Nx all are allowed.
 * @throws LetheError saying how to get what was asked for
 */
export function checkNxOptions(
  { target, profile, out, force }: TaskOptions,
  experiment: Experiment,
  env: NodeJS.ProcessEnv = process.env,
): void {
  if (env.NX_TASK_TARGET_PROJECT !== experiment.name || env.NX_TASK_TARGET_TARGET !== target) return;
  const name = `${experiment.name}:${target}`;
  const configured = env.NX_TASK_TARGET_CONFIGURATION === 'smoke' ? 'smoke' : 'full';
  if (profile !== configured) {
    throw new LetheError({
      what: 'under Nx the configuration chooses the size of the experiment',
      where: '--profile',
      expected: configured,
      found: profile,
      next: `npx nx run ${name}${profile === 'smoke' ? ' -c smoke' : ''}`,
    });
  }
  const directory = join(experiment.directory, 'out', profile, target);
  if (out !== undefined && resolve(out) !== directory) {
    throw new LetheError({
      what: 'Nx keeps what a task writes in its own directory',
      where: '--out',
      expected: directory,
      found: resolve(out),
      next: `without Nx: npx lethe run-task ${experiment.directory} ${target} --profile ${profile} --out ${out}`,
    });
  }
  if (force && env.NX_SKIP_NX_CACHE !== 'true') {
    throw new LetheError({
      what: 'Nx would take the result of a forced run from its cache the next time',
      where: '--force',
      next: `npx nx run ${name} --skip-nx-cache --force`,
    });
  }
}
