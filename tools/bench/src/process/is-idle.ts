import { readdirSync, readFileSync } from 'node:fs';

/** States of threads that have something to do: they run or wait for a processor, or for a disk. */
const BUSY = new Set(['R', 'D']);

/**
 * Whether a process waits for something that it has not asked a processor or a disk for; true where the system has no
 * /proc. A process that a busy machine keeps waiting is not idle.
 */
export function isIdle(pid: number): boolean {
  try {
    return readdirSync(`/proc/${pid}/task`).every((thread) => !BUSY.has(stateOf(pid, thread)));
  } catch {
    return true;
  }
}

/** One letter; the name before it, in parentheses, may hold anything. */
const stateOf = (pid: number, thread: string): string =>
  readFileSync(`/proc/${pid}/task/${thread}/stat`, 'utf8').split(') ').at(-1)![0]!;
