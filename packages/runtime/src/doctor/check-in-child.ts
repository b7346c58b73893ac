import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { BackendName } from '../backends/backend.js';
import type { BackendCheck } from './check-backend.js';

// Named from the package's root, so that it is the built file also when the sources are run.
const CHILD = fileURLToPath(new URL('../../dist/doctor/check-backend-child.js', import.meta.url));

/**
 * Checks a backend in a child process, so that neither its crash nor its hang reaches the caller.
 * @param script the program to run with the backend's name; it prints a BackendCheck as its last line
 */
export function checkInChild(
  name: BackendName,
  { script = CHILD, timeoutMs = 120_000 } = {},
): Promise<BackendCheck> {
  if (!existsSync(script)) {
    return Promise.resolve({
      works: false,
      reason: 'the packages are not built',
      next: 'run `npm run build`',
    });
  }
  return new Promise((resolve) => {
    execFile(process.execPath, [script, name], { timeout: timeoutMs }, (error, stdout, stderr) => {
      try {
        resolve(JSON.parse(stdout.trim().split('\n').at(-1)!) as BackendCheck);
      } catch {
        resolve({ works: false, reason: describeEnd(error, stderr, timeoutMs) });
      }
    });
  });
}

function describeEnd(
  error: (Error & { killed?: boolean; signal?: string | null; code?: unknown }) | null,
  stderr: string,
  timeoutMs: number,
): string {
  if (error?.killed) return `no answer within ${timeoutMs / 1000} seconds`;
  if (error?.signal) return `the process crashed (${error.signal})`;
  const complaint = /^\w*Error.*$/m.exec(stderr)?.[0];
  return complaint ?? `the process ended with status ${error?.code ?? 0} and no result`;
}
