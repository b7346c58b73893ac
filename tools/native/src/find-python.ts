import { runCommand } from './run-command.js';

const PYTHON_COMMANDS = ['python3', 'python'];

/** Finds an interpreter for which `python <args>` succeeds, or undefined. */
export async function findPython(env: NodeJS.ProcessEnv, args: string[]): Promise<string | undefined> {
  for (const command of PYTHON_COMMANDS) {
    const result = await runCommand(command, args, { env, timeoutMs: 30_000 });
    if (result?.code === 0) return command;
  }
  return undefined;
}
