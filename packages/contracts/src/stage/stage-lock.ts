import { readdirSync, rmSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { LetheError } from '../errors.js';
import { type FileLock, type LockHolder, takeLock } from '../files/lock-file.js';
import { systemProblem } from '../files/system-problem.js';

/** Names the process that fills a stage's directory. */
export const LOCK_FILE = '.lock';

/**
 * Takes the directory of a stage for this process.
 * @throws LetheError naming the process that has it, or why nothing can be written there
 */
export function lockStage(directory: string): FileLock {
  const path = join(directory, LOCK_FILE);
  const taken = takeIn(directory, path);
  if ('holder' in taken) throw lockedBy(taken.holder, directory, path);
  // What a process left that was killed while it took the lock.
  for (const name of readdirSync(directory)) {
    if (name.startsWith(`${LOCK_FILE}.`)) rmSync(join(directory, name), { force: true });
  }
  return taken.lock;
}

/** The first file that a stage writes: what is refused to it is refused to the directory. */
function takeIn(directory: string, path: string): ReturnType<typeof takeLock> {
  try {
    return takeLock(path);
  } catch (error) {
    const refused = systemProblem(error);
    throw refused ? new LetheError({ ...refused.problem, where: directory }, { cause: error }) : error;
  }
}

function lockedBy({ process: pid, host, since }: LockHolder, directory: string, path: string): LetheError {
  const isHere = host === hostname();
  return new LetheError({
    what: 'another process is at work in this stage directory',
    where: directory,
    expected: 'one process at a time',
    found: `process ${pid} ${isHere ? 'of this machine' : `on ${host}`}, since ${since}`,
    next: isHere
      ? `wait until it has ended, or stop it (kill ${pid}), and run this again`
      : `wait until it has ended; if no such process runs on ${host} any more, remove ${path} and run this again`,
  });
}
