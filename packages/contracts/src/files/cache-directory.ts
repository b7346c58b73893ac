import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where Lethe keeps what can be made again: `$LETHE_CACHE`, else `$XDG_CACHE_HOME/lethe`, else `~/.cache/lethe`. */
export function cacheDirectory(env: NodeJS.ProcessEnv = process.env): string {
  if (env.LETHE_CACHE) return env.LETHE_CACHE;
  return join(env.XDG_CACHE_HOME || join(env.HOME || homedir(), '.cache'), 'lethe');
}
