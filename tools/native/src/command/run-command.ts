import { type ChildProcess, spawn } from 'node:child_process';

export interface CommandResult {
  /** Exit status; null when the command was killed, as after its time limit. */
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface CommandOptions {
  env?: NodeJS.ProcessEnv;
  cwd?: string;
  timeoutMs?: number;
  /** Called every 15 seconds with the seconds that the command has run. */
  onWait?: (seconds: number) => void;
}

const running = new Set<ChildProcess>();
let killOnExit = false;

/** Runs a command to its end and returns its output (the last 64 KiB of each stream), or undefined when there is no such command. */
export function runCommand(
  command: string,
  args: string[],
  options: CommandOptions = {},
): Promise<CommandResult | undefined> {
  if (!killOnExit) {
    killOnExit = true;
    // A download must not continue after the set-up was stopped.
    process.on('exit', () => {
      for (const child of running) child.kill();
    });
  }
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      env: options.env,
      cwd: options.cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    running.add(child);
    const started = Date.now();
    const timer = setInterval(() => options.onWait?.(Math.round((Date.now() - started) / 1000)), 15_000);
    // Not spawn's own timeout: that keeps the process alive until it is over when the command does not exist.
    const limit = options.timeoutMs && setTimeout(() => child.kill(), options.timeoutMs);
    const output = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (text: string) => {
        output[name] = (output[name] + text).slice(-65_536);
      });
    }
    const finish = () => {
      clearInterval(timer);
      if (limit) clearTimeout(limit);
      running.delete(child);
    };
    child.on('error', (error: NodeJS.ErrnoException) => {
      finish();
      if (error.code === 'ENOENT' || error.code === 'EACCES') resolve(undefined);
      else reject(error);
    });
    child.on('close', (code) => {
      finish();
      resolve({ code, ...output });
    });
  });
}

/** The last line of a text that is not blank, for error messages. */
export function lastLine(text: string): string {
  return text.trimEnd().split('\n').at(-1)?.trim() ?? '';
}
