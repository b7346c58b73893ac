import { LetheError, systemProblem } from '@lethe/contracts';
import { Interruption } from './interruption.js';

/** A command line that does not follow the syntax of its command. */
export class UsageError extends Error {
  readonly exitCode = 2;
}

/**
 * Prints an error the one way in which every command prints it, and returns the exit code:
 * 2 for what a user can fix (no stack), 130 or 143 for an interruption, 1 for a defect (with its stack).
 */
export function reportError(error: unknown, print: (line: string) => void): number {
  if (error instanceof Interruption) {
    print(
      `${error.message}; the current work is unfinished. Run it again: training resumes, other stages start over`,
    );
    return error.exitCode;
  }
  if (error instanceof UsageError || isLetheError(error)) {
    print(error.message);
    return error.exitCode;
  }
  const refused = systemProblem(error);
  if (refused) {
    print(refused.message);
    return refused.exitCode;
  }
  print(error instanceof Error ? (error.stack ?? error.message) : String(error));
  print(
    'This is a defect of Lethe. Please report it with the lines above and the output of: npx lethe doctor',
  );
  return 1;
}

/** By name too: a custom observer may have loaded another copy of the contracts. */
function isLetheError(error: unknown): error is LetheError {
  return error instanceof LetheError || (error instanceof Error && error.name === 'LetheError');
}
