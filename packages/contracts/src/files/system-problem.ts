import { LetheError, type Problem } from '../errors.js';

interface Refusal extends Pick<Problem, 'what' | 'next'> {
  /** Whether the same call may well succeed later, or while less is open. */
  passes?: true;
}

/** What the operating system may refuse for reasons that lie with the machine or its user, by the code of the error. */
const REFUSALS: Record<string, Refusal> = {
  ENOSPC: {
    what: 'the disk is full',
    next: 'free some space and run it again; nothing half-written counts as finished',
    passes: true,
  },
  EDQUOT: {
    what: 'the quota of this user is used up',
    next: 'free some space and run it again; nothing half-written counts as finished',
    passes: true,
  },
  EROFS: {
    what: 'this file system can only be read',
    next: 'name a path on another file system, or mount it for writing',
  },
  EACCES: {
    what: 'this user lacks the permission',
    next: 'change the permissions of the path or of a directory above it, or name another',
  },
  EPERM: {
    what: 'this is not permitted to this user',
    next: 'change the owner or the attributes of the path, or name another',
  },
  EMFILE: {
    what: 'this process may not open more files at a time',
    next: 'raise the limit and run it again: ulimit -n 4096',
    passes: true,
  },
  ENFILE: {
    what: 'the machine may not open more files at a time',
    next: 'end other programs, or raise fs.file-max, and run it again',
    passes: true,
  },
  ENOTDIR: {
    what: 'a part of this path is a file, not a directory',
    next: 'name another path, or remove that file',
  },
  EISDIR: { what: 'this is a directory, not a file', next: 'name the file' },
  ENAMETOOLONG: { what: 'this path is too long for its file system', next: 'name a shorter one' },
  ELOOP: { what: 'the links on this path lead nowhere', next: 'name another path, or mend the links' },
  EFBIG: {
    what: 'this file is too large for its file system, or for the limit of this user',
    next: 'name a path on another file system, or raise the limit (ulimit -f)',
    passes: true,
  },
  EIO: {
    what: 'the disk failed to read or write',
    next: 'look for errors of the disk (dmesg), and run it again',
    passes: true,
  },
  ESTALE: { what: 'the server of this file system lost the file', next: 'run it again', passes: true },
  ENOMEM: {
    what: 'the machine has no memory left',
    next: 'end other programs, or run it on a machine with more memory',
    passes: true,
  },
};

/** Calls that are refused for other reasons: they are about processes and networks. */
const NOT_OF_FILES = ['kill', 'connect', 'listen', 'bind'];

/**
 * What a user can do about an error of the operating system, or about one that has it for its cause.
 * @returns undefined where it is none that the machine or its user brought about
 */
export function systemProblem(error: unknown): LetheError | undefined {
  if (error instanceof LetheError) return undefined;
  const refused = findRefused(error);
  if (!refused) return undefined;
  const { path, message } = refused;
  const { passes: _, ...refusal } = REFUSALS[refused.code!]!;
  return new LetheError(
    { ...refusal, ...(path === undefined ? {} : { where: String(path) }), found: message },
    { cause: error },
  );
}

/**
 * The same error, but where the system refused to write to an open file, of which it does not tell the path: then one that names
 * the directory into which was written.
 */
export function placeProblem(error: unknown, directory: string): unknown {
  const problem = systemProblem(error)?.problem;
  if (!problem || problem.where !== undefined) return error;
  return new LetheError({ ...problem, where: directory }, { cause: error });
}

/** Whether an error of the operating system may pass by itself, such as that of a full disk. */
export function mayPass(error: unknown): boolean {
  const code = findRefused(error)?.code;
  return code !== undefined && REFUSALS[code]!.passes === true;
}

function findRefused(error: unknown): NodeJS.ErrnoException | undefined {
  for (let cause = error, depth = 0; cause instanceof Error && depth < 5; cause = cause.cause, depth++) {
    const { code, syscall } = cause as NodeJS.ErrnoException;
    if (code === undefined || syscall === undefined || NOT_OF_FILES.includes(syscall)) continue;
    if (Object.hasOwn(REFUSALS, code)) return cause;
  }
  return undefined;
}
