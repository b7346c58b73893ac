import { identityOf, mayRun } from '@lethe/contracts/files';

/** Nx names itself here, and those that started it, to the tasks that it runs. */
const VARIABLE = 'NX_INVOCATION_ANCESTOR_PIDS';

/**
 * Looks after the runs of Nx that started this process: a task is part of them, and would work on unseen when they are killed,
 * while the next run begins the same task.
 * @param onEnd called once, with the number of the first that has ended
 * @returns a function that stops looking
 */
export function watchStarters(
  env: NodeJS.ProcessEnv,
  onEnd: (pid: number) => void,
  everyMs = 1000,
): () => void {
  const starters = (env[VARIABLE] ?? '')
    .split(',')
    .map(Number)
    .filter((pid) => Number.isInteger(pid) && pid > 0)
    .map(identityOf)
    // Numbers that mean nothing here, as in a container.
    .filter(mayRun);
  if (starters.length === 0) return () => undefined;
  const timer = setInterval(() => {
    const ended = starters.find((starter) => !mayRun(starter));
    if (ended === undefined) return;
    clearInterval(timer);
    onEnd(ended.process);
  }, everyMs);
  timer.unref();
  return () => clearInterval(timer);
}
