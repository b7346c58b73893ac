import { LetheError } from '@lethe/contracts';
import type { BackendDescription, BackendName } from '../backends/backend.js';
import { openBackend } from '../backends/open-backend.js';
import { measureSpeed, type Speed } from './measure-speed.js';

/** What the check of one backend prints, as one line of JSON. */
export type BackendCheck =
  | { works: true; description: BackendDescription; speed: Speed }
  | { works: false; reason: string; next?: string };

/** Opens one backend in this process and measures it. Never throws: what goes wrong is the result. */
export async function checkBackend(name: BackendName): Promise<BackendCheck> {
  try {
    const { tf, description } = await openBackend({ backend: name });
    return { works: true, description, speed: await measureSpeed(tf) };
  } catch (error) {
    if (!(error instanceof LetheError)) return { works: false, reason: String(error).split('\n')[0]! };
    const { what, where, found, next } = error.problem;
    const detail = [where, found].filter((part) => part !== undefined && part !== name && part !== 'backend');
    return { works: false, reason: [what, ...detail].join(': '), next };
  }
}
