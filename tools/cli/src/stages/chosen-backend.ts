import { LetheError } from '@lethe/contracts';
import { type StageTask, stages } from '@lethe/experiment';
import { findNativeLibrary } from '@lethe/runtime/native';

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
  // The runtime reads the environment itself.
  if (option === 'auto') return chosen === undefined || chosen === 'auto' ? undefined : 'auto';
  const backend = option ?? chosen;
  return backend === 'auto' ? undefined : backend;
}

/**
 * What a task's result depends on of the backend, as settings of its manifest: the backend, of which `auto` takes the best
 * that is there now, and the version and variant of the native library where it computes.
 * @param backend as `chosenBackend` gives it
 */
export function backendSettings(
  task: StageTask,
  backend: string | undefined,
  env: NodeJS.ProcessEnv = process.env,
): Record<string, string> {
  if (!computes(task)) return {};
  const native = findNativeLibrary(env);
  const isAuto = backend === undefined || backend === 'auto';
  const name = isAuto ? (native.found ? 'tensorflow' : 'wasm') : backend;
  if (name !== 'tensorflow' || !native.found) return { LETHE_BACKEND: name };
  const { tensorflow, variant } = native.record;
  return { LETHE_BACKEND: name, native: `tensorflow ${tensorflow} ${variant}` };
}

const computes = ({ stage, override }: StageTask): boolean => stages[stage].usesBackend && !override;
