import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { cacheDirectory } from '@lethe/contracts/files';
import { type NativeRecord, readNativeRecord } from './native-record.js';

// It lies outside node_modules on purpose, so that reinstalling packages never throws the library away.
export { cacheDirectory };

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

export type NativeSearch =
  | { found: true; directory: string; record: NativeRecord }
  /** One reason per directory that was looked at; empty when there is none. */
  | { found: false; root: string; reasons: string[] };

/** Finds the newest provisioned library for this platform and processor under `<cache>/native`. */
export function findNativeLibrary(env: NodeJS.ProcessEnv = process.env): NativeSearch {
  const root = nativeRoot(env);
  const suffix = `-${process.platform}-${process.arch}`;
  const names = listDirectory(root)
    .filter((name) => name.endsWith(suffix) && /^\d/.test(name))
    .sort((a, b) => compareVersions(b.slice(0, -suffix.length), a.slice(0, -suffix.length)));
  const reasons: string[] = [];
  for (const name of names) {
    const directory = join(root, name);
    const check = readNativeRecord(directory);
    if (check.valid) return { found: true, directory, record: check.record };
    reasons.push(check.reason);
  }
  return { found: false, root, reasons };
}

function listDirectory(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}

/** Orders dotted versions by number: 2.9.1 comes before 2.21.0. */
export function compareVersions(a: string, b: string): number {
  const left = a.split('.').map(Number);
  const right = b.split('.').map(Number);
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = (left[i] || 0) - (right[i] || 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
