import { vi } from 'vitest';
import { runCommandLine } from '../command-line.js';

/** Runs a command line in this process: its exit code, and what it wrote to stdout and stderr. */
export async function captureCommandLine(
  argv: readonly string[],
): Promise<{ code: number; printed: string; logged: string }> {
  const texts = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map((name) =>
    vi.spyOn(process[name], 'write').mockImplementation((text) => {
      texts[name] += String(text);
      return true;
    }),
  );
  try {
    const code = await runCommandLine(argv);
    return { code, printed: texts.stdout, logged: texts.stderr };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}
