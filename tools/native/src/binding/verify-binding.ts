import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runCommand } from '../command/run-command.js';

export interface VerifiedBinding {
  /** The version that the library reports. */
  tensorflow: string;
  /** True when it drives a GPU in this process environment. */
  gpu: boolean;
}

// The child is started by path, so it is the built file also when the sources are run.
const CHILD = fileURLToPath(new URL('../../dist/binding/verify-child.js', import.meta.url));

/**
 * Loads a binding in a child process and has it compute something known.
 * @throws Error with the first thing that went wrong
 */
export async function verifyBinding(directory: string, env: NodeJS.ProcessEnv): Promise<VerifiedBinding> {
  const result = await runCommand(process.execPath, [CHILD, join(directory, 'tfjs_binding.node')], {
    env: { ...env, TF_CPP_MIN_LOG_LEVEL: '2' },
    timeoutMs: 3 * 60_000,
  });
  if (result?.code === 0) return JSON.parse(result.stdout.trim().split('\n').at(-1)!);
  const complaint =
    /^\w*Error: (.*)$/m.exec(result?.stderr ?? '')?.[1] ?? `the check ended with ${result?.code}`;
  throw new Error(`the library does not work here: ${complaint}`);
}
