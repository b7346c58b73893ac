import { LetheError } from '@lethe/contracts';
import { requestedThreads } from '../native/native-threads.js';
import {
  BACKEND_NAMES,
  type Backend,
  type BackendName,
  type BackendOpener,
  type OpenOptions,
  type Refusal,
} from './backend.js';
import { tensorflowBackend } from './tensorflow-backend.js';
import { wasmBackend } from './wasm-backend.js';

export interface OpenBackendOptions extends OpenOptions {
  /** `auto` takes the best that loads. Default: `LETHE_BACKEND`, else `auto`. */
  backend?: BackendName | 'auto';
}

let opening: Promise<unknown> = Promise.resolve();

/**
 * Opens a backend and makes it the active one of this process. Calls are carried out one after the other.
 * `auto` never fails while wasm loads; `refused` then says why each better backend did not.
 * @throws LetheError for a name that is not known or not part of this build, and when a backend that was named does not load.
 */
export function openBackend(options: OpenBackendOptions = {}): Promise<Backend> {
  const opened = opening.then(() => chooseBackend(options, backendOpeners, process.env));
  opening = opened.catch(() => undefined);
  return opened;
}

/** The choice itself, over any list of backends; `openBackend` applies it to the ones of this build. */
export async function chooseBackend(
  options: OpenBackendOptions,
  openers: readonly BackendOpener[],
  env: NodeJS.ProcessEnv,
): Promise<Backend> {
  const where = options.backend === undefined ? 'LETHE_BACKEND' : 'backend';
  const wanted = options.backend ?? (env.LETHE_BACKEND || 'auto');
  if (wanted !== 'auto') {
    const opener = findOpener(wanted, where, openers);
    return { ...(await opener.open(options)), refused: [] };
  }
  // A mistake in the options is the user's to fix, no reason to fall back.
  requestedThreads(options.threads, env);
  const refused: Refusal[] = [];
  for (const opener of openers) {
    try {
      return { ...(await opener.open(options)), refused };
    } catch (error) {
      refused.push({ name: opener.name, reason: oneLine(error) });
    }
  }
  throw new LetheError({
    what: 'no backend loads on this machine',
    found: refused.map(({ name, reason }) => `${name}: ${reason}`).join('; '),
    next: 'run `npx lethe doctor` for details',
  });
}

function findOpener(name: string, where: string, openers: readonly BackendOpener[]): BackendOpener {
  const opener = openers.find((candidate) => candidate.name === name);
  if (opener !== undefined) return opener;
  const known = (BACKEND_NAMES as readonly string[]).includes(name);
  throw new LetheError({
    what: known ? `this build has no ${name} backend yet` : 'there is no backend of this name',
    where,
    expected: ['auto', ...openers.map((candidate) => candidate.name)].join(', '),
    found: name,
  });
}

/** The first line of an error's message, or a LetheError's cause in one line. */
function oneLine(error: unknown): string {
  if (error instanceof LetheError) {
    const { what, where, found, next } = error.problem;
    const detail = [where, found].filter((part) => part !== undefined).join(': ');
    return `${what}${detail ? ` (${detail})` : ''}${next ? `; ${next}` : ''}`;
  }
  return (error instanceof Error ? error.message : String(error)).split('\n')[0]!;
}

/** The backends of this build, best first: the order in which `auto` tries them. */
export const backendOpeners: readonly BackendOpener[] = [tensorflowBackend, wasmBackend];

/** What a user should know of the choice of a backend, as lines for a log: why no better one is used, and its notes. */
export function backendRemarks({ refused, description }: Pick<Backend, 'refused' | 'description'>): string[] {
  return [
    ...refused.map(({ name, reason }) => `backend ${name} is not used: ${reason}`),
    ...description.notes,
  ];
}
