import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * Where Lethe keeps what it downloads and builds: `$LETHE_CACHE`, else `$XDG_CACHE_HOME/lethe`, else `~/.cache/lethe`.
 * It lies outside node_modules on purpose, so that reinstalling packages never throws the library away.
 */
export function cacheDirectory(env: NodeJS.ProcessEnv = process.env): string {
  if (env.LETHE_CACHE) return env.LETHE_CACHE;
  return join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'lethe');
}

/** The folder that holds one directory per provisioned library: `<cache>/native`. */
export function nativeRoot(env: NodeJS.ProcessEnv = process.env): string {
  return join(cacheDirectory(env), 'native');
}

/** The directory of one library: `<cache>/native/<tensorflow version>-<platform>-<arch>`, for example `2.21.0-linux-x64`. */
export function nativeDirectory(
  tensorflowVersion: string,
  env: NodeJS.ProcessEnv = process.env,
  platform: string = process.platform,
  arch: string = process.arch,
): string {
  return join(nativeRoot(env), `${tensorflowVersion}-${platform}-${arch}`);
}
