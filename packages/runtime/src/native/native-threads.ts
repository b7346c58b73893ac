import { LetheError } from '@lethe/contracts';

/**
 * Reads the number of threads that a user set: the option, else `LETHE_THREADS`, else undefined (the backend's own choice).
 * @throws LetheError when the value is not a whole number from 1 to 1024.
 */
export function requestedThreads(
  option: number | undefined,
  env: NodeJS.ProcessEnv = process.env,
): number | undefined {
  const fromEnvironment = option === undefined;
  const value = fromEnvironment ? env.LETHE_THREADS : option;
  if (value === undefined || value === '') return undefined;
  const threads = Number(value);
  if (!Number.isInteger(threads) || threads < 1 || threads > 1024) {
    throw new LetheError({
      what: 'the number of threads is not usable',
      where: fromEnvironment ? 'LETHE_THREADS' : 'threads',
      expected: 'a whole number from 1 to 1024',
      found: String(value),
    });
  }
  return threads;
}

/**
 * Sets TensorFlow's two thread pools in the environment, which the library reads once, when it creates its context.
 * A variable that the caller has set already wins over `LETHE_THREADS`, not over the option.
 */
export function setTensorflowThreads(
  option: number | undefined,
  env: NodeJS.ProcessEnv = process.env,
): number | undefined {
  const threads = requestedThreads(option, env);
  if (threads !== undefined) {
    for (const name of ['TF_NUM_INTRAOP_THREADS', 'TF_NUM_INTEROP_THREADS']) {
      if (option !== undefined || !env[name]) env[name] = String(threads);
    }
  }
  const intra = Number(env.TF_NUM_INTRAOP_THREADS);
  return Number.isInteger(intra) && intra > 0 ? intra : undefined;
}
