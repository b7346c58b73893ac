import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

/** A process, so that it can be recognised later: process numbers are used again. */
export interface ProcessIdentity {
  process: number;
  host: string;
  /** When it began, in clock ticks of its host; null where the system does not tell. */
  began: string | null;
}

/** The identity of this process. */
export function ownIdentity(): ProcessIdentity {
  return identityOf(process.pid);
}

/** The identity of a process of this host. */
export function identityOf(pid: number): ProcessIdentity {
  return { process: pid, host: hostname(), began: statusOf(pid)?.began ?? null };
}

/** Whether a process may still run. One of another host cannot be looked up, and counts as running. */
export function mayRun({ process: pid, host, began }: ProcessIdentity): boolean {
  if (host !== hostname()) return true;
  const status = statusOf(pid);
  // A zombie has ended, and only waits for its parent to ask how.
  if (status !== undefined)
    return !'ZXx'.includes(status.state) && (began === null || status.began === began);
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** State and start of a process from /proc; undefined where it does not tell: no such process, or not Linux. */
function statusOf(pid: number): { state: string; began: string } | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the name of the program, in brackets, and may hold anything.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return { state: fields[0]!, began: fields[19]! };
  } catch {
    return undefined;
  }
}
