import { type ChildProcess, spawn } from 'node:child_process';

export interface CommandResult {
  /** Exit code; null when a signal ended the process. */
  code: number | null;
  stdout: string;
  stderr: string;
  /** Both, as a terminal shows them. */
  output: string;
  seconds: number;
}

export interface CommandOptions {
  cwd: string;
  env?: Record<string, string | undefined>;
  /** Called with the process as soon as it has been started. */
  onStart?: (child: ChildProcess) => void;
  /** Called with everything printed so far, whenever something is printed. */
  onOutput?: (output: string, child: ChildProcess) => void;
}

/** Variables of the caller that would change what the commands under test do. */
const cleared = {
  CI: undefined,
  NODE_OPTIONS: undefined,
  LETHE_BACKEND: undefined,
  LETHE_DATA: undefined,
  VITEST: undefined,
  NODE_ENV: undefined,
  FORCE_COLOR: undefined,
};

/**
 * Runs a command to its end, whatever its exit code, in a process group of its own: what it signals to its group does
 * not reach the tests, and the whole group ends with them.
 */
export function runCommand(
  command: string,
  args: readonly string[],
  options: CommandOptions,
): Promise<CommandResult> {
  const begin = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: { ...process.env, ...cleared, ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    const stop = (): void => killGroup(child);
    process.once('exit', stop);
    const result = { stdout: '', stderr: '', output: '' };
    const collect = (name: 'stdout' | 'stderr') => (chunk: string) => {
      result[name] += chunk;
      result.output += chunk;
      options.onOutput?.(result.output, child);
    };
    child.stdout.setEncoding('utf8').on('data', collect('stdout'));
    child.stderr.setEncoding('utf8').on('data', collect('stderr'));
    child.once('error', reject);
    child.once('spawn', () => options.onStart?.(child));
    child.once('close', (code) => {
      process.off('exit', stop);
      resolve({ ...result, code, seconds: (performance.now() - begin) / 1000 });
    });
  });
}

function killGroup({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
