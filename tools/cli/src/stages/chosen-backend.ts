import { LetheError } from '@lethe/contracts';
import { type StageTask, stages } from '@lethe/experiment';

/**
 * The backend that a task must use: the option, else LETHE_BACKEND; undefined if neither is set, so that the runtime
 * takes the best that loads.
 * @throws LetheError when the option is given to a task that does not compute with a backend
 */
export function chosenBackend(
  task: StageTask,
  option: string | undefined,
  env: NodeJS.ProcessEnv = process.env,
): string | undefined {
  const computes = stages[task.stage].usesBackend && !task.override;
  if (!computes) {
    if (option === undefined) return undefined;
    throw new LetheError({
      what: task.override
        ? `stage ${task.stage} is a custom command, which takes no backend option`
        : `stage ${task.stage} does not compute with a backend`,
      where: '--backend',
      found: option,
      next: 'leave the option out',
    });
  }
  const chosen = env.LETHE_BACKEND || undefined;
  // An explicit auto is recorded only where it overrules the environment: elsewhere it changes nothing,
  // and must not make an old result look different.
  if (option === 'auto') return chosen === undefined || chosen === 'auto' ? undefined : 'auto';
  const backend = option ?? chosen;
  return backend === 'auto' ? undefined : backend;
}
