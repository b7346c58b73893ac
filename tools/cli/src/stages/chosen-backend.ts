import { LetheError } from '@lethe/contracts';
import { type StageTask, stages } from '@lethe/experiment';
import { findNativeLibrary } from '@lethe/runtime/native';

/**
 * The backend that a task must use: the option, else LETHE_BACKEND; undefined if neither is set.
 * @throws LetheError when the option is given to a task that does not compute with a backend
 */
export function chosenBackend(
  task: StageTask,
  option: string | undefined,
  env: NodeJS.ProcessEnv = process.env,
): string | undefined {
  if (!computes(task)) {
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
  if (option === 'auto') return undefined;
  const backend = option ?? chosen;
  return backend === 'auto' ? undefined : backend;
}

/**
 * The backend that a task runs on: of `auto` the best that is there now. What is there must load, since its name is a part
 * of what the result is known by.
 * @param backend as `chosenBackend` gives it
 * @returns undefined where nothing computes with a backend
 */
export function resolvedBackend(
  task: StageTask,
  backend: string | undefined,
  env: NodeJS.ProcessEnv = process.env,
): string | undefined {
  if (!computes(task)) return undefined;
  if (backend !== undefined && backend !== 'auto') return backend;
  return findNativeLibrary(env).found ? 'tensorflow' : 'wasm';
}

/**
 * What a task's result depends on of the backend, as settings of its manifest: its name, and the version and variant of
 * the native library where that computes.
 * @param backend as `resolvedBackend` gives it
 */
export function backendSettings(
  backend: string | undefined,
  env: NodeJS.ProcessEnv = process.env,
): Record<string, string> {
  if (backend === undefined) return {};
  const native = findNativeLibrary(env);
  if (backend !== 'tensorflow' || !native.found) return { LETHE_BACKEND: backend };
  const { tensorflow, variant } = native.record;
  return { LETHE_BACKEND: backend, native: `tensorflow ${tensorflow} ${variant}` };
}

const computes = ({ stage, override }: StageTask): boolean => stages[stage].usesBackend && !override;
