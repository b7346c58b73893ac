import { type CommandResult, runCommand } from '../command/run-command.js';
import type { SourceContext } from './library-source.js';

const PYTHON_COMMANDS = ['python3', 'python'];

/** Finds an interpreter for which `python <args>` succeeds, or undefined. */
export async function findPython(env: NodeJS.ProcessEnv, args: string[]): Promise<string | undefined> {
  for (const command of PYTHON_COMMANDS) {
    const result = await runCommand(command, args, { env, timeoutMs: 30_000 });
    if (result?.code === 0) return command;
  }
  return undefined;
}

/** Runs `pip download` into the downloads directory: wheels only, without their dependencies. */
export function pipDownload(
  python: string,
  args: string[],
  context: SourceContext,
): Promise<CommandResult | undefined> {
  const { downloads, env, log } = context;
  const fixed = ['-m', 'pip', 'download', '--no-deps', '--only-binary=:all:', '--no-input', '--retries', '2'];
  return runCommand(python, [...fixed, '--disable-pip-version-check', '-d', downloads, ...args], {
    // Nothing is installed, so no virtual environment is needed.
    env: { ...env, PIP_REQUIRE_VIRTUALENV: '0' },
    timeoutMs: 60 * 60_000,
    onWait: (seconds) => log(`still downloading (${seconds} s)`),
  });
}
