import type { SourceContext } from './library-source.js';
import { type CommandResult, runCommand } from './run-command.js';

/** Runs `pip download` into the downloads directory: wheels only, without their dependencies. */
export function pipDownload(
  python: string,
  args: string[],
  context: SourceContext,
): Promise<CommandResult | undefined> {
  const { downloads, env, log } = context;
  const fixed = ['-m', 'pip', 'download', '--no-deps', '--only-binary=:all:', '--no-input', '--retries', '2'];
  return runCommand(python, [...fixed, '--disable-pip-version-check', '-d', downloads, ...args], {
    // Nothing is installed, so a rule that asks for a virtual environment does not concern this.
    env: { ...env, PIP_REQUIRE_VIRTUALENV: '0' },
    timeoutMs: 60 * 60_000,
    onWait: (seconds) => log(`still downloading (${seconds} s)`),
  });
}
