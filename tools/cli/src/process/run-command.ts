import { type ChildProcess, spawn } from 'node:child_process';

/** How a command ended. */
export interface Exit {
  code: number | null;
  signal: string | null;
}

/**
 * Runs a command in a process group of its own, beside a process that waits for the end of a pipe which only this process
 * holds open, and then ends the group. Signals that the shell waits out are still those of the command.
 */
const SUPERVISED = `
trap : INT TERM HUP
( read -r _ <&3; kill -KILL 0 ) >/dev/null 2>&1 &
exec 3<&-
"$@"`;

/** A command: a line for a shell, and its words where it is a program with arguments, which no shell reads again. */
export interface Command {
  line: string;
  words?: readonly string[] | undefined;
}

/**
 * Runs a command with this terminal. An abort is passed on to it as SIGINT. Whatever it started ends with it, and all of
 * it with this process, however that ends.
 */
export function runCommand({ line, words }: Command, cwd: string, abort: AbortSignal): Promise<Exit> {
  return new Promise<Exit>((resolve, reject) => {
    // A separate process group: a shell does not pass signals on, and a terminal's Ctrl-C must reach it once.
    const child = spawn('/bin/sh', ['-c', SUPERVISED, 'sh', ...(words ?? ['sh', '-c', line])], {
      cwd,
      stdio: ['inherit', 'inherit', 'inherit', 'pipe'],
      detached: true,
    });
    const started = performance.now();
    let again: NodeJS.Timeout | undefined;
    const onAbort = (): void => {
      killGroup(child, 'SIGINT');
      // A shell that is just starting its command may miss the signal, and the command with it.
      if (performance.now() - started < 1000) again = setTimeout(() => killGroup(child, 'SIGINT'), 1000);
    };
    const settle = (finish: () => void): void => {
      abort.removeEventListener('abort', onAbort);
      clearTimeout(again);
      // What the command left in the background must not write beside the result.
      killGroup(child, 'SIGKILL');
      child.stdio[3]?.destroy();
      finish();
    };
    abort.addEventListener('abort', onAbort, { once: true });
    child.once('error', (error) => settle(() => reject(error)));
    child.once('exit', (code, signal) => settle(() => resolve({ code, signal })));
    if (abort.aborted) onAbort();
  });
}

function killGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, signal);
  } catch (error) {
    // ESRCH: all of it has ended.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
