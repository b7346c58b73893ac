import { shorten } from './text/shorten.js';

/** What went wrong, in the parts that a reader needs to act: see docs/design.md, "Errors". */
export interface Problem {
  /** One sentence: what went wrong. */
  what: string;
  /** File, table, column, option or JSON path where it was found. */
  where?: string;
  /** What the contract asks for. */
  expected?: string;
  /** What was there instead. */
  found?: string;
  /** The next command or edit that fixes it. */
  next?: string;
}

/** Characters of a part of a problem: what was found may be a whole file. */
const LONGEST_PART = 4000;

/**
 * An error that a user can fix: bad input, a broken file, a missing library.
 * The command line prints it without a stack and exits with `exitCode` (2).
 * Anything else that is thrown counts as a defect of Lethe and keeps its stack.
 */
export class LetheError extends Error {
  readonly problem: Problem;
  readonly exitCode = 2;

  constructor(problem: Problem, options?: ErrorOptions) {
    const short = shortenParts(problem);
    super(formatProblem(short), options);
    this.name = 'LetheError';
    this.problem = short;
  }
}

function shortenParts(problem: Problem): Problem {
  const parts = Object.entries(problem) as [keyof Problem, string | undefined][];
  return Object.fromEntries(
    parts.map(([name, text]) => [name, text && shorten(text, LONGEST_PART)]),
  ) as unknown as Problem;
}

/** Formats a problem as the lines that the command line shows; parts that are absent are left out. */
export function formatProblem(problem: Problem): string {
  const lines = [problem.where === undefined ? problem.what : `${problem.where}: ${problem.what}`];
  if (problem.expected !== undefined) lines.push(`  expected: ${problem.expected}`);
  if (problem.found !== undefined) lines.push(`  found:    ${problem.found}`);
  if (problem.next !== undefined) lines.push(`  next:     ${problem.next}`);
  return lines.join('\n');
}
