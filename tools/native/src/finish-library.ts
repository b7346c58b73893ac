import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { commitDirectory, hashFile } from '@lethe/contracts/files';
import type { NativeRecord } from '@lethe/runtime';
import { NATIVE_RECORD_FORMAT, nativeDirectory, writeNativeRecord } from '@lethe/runtime/native';
import { bindingSource, type Compiler } from './binding/compile-binding.js';
import type { StagedLibrary } from './sources/library-source.js';

/**
 * Moves a staged, compiled and checked library to its place in the cache, without its headers and with its record inside.
 * @param tensorflow the version that the library reports
 */
export async function finishLibrary(
  staging: string,
  staged: StagedLibrary,
  compiler: Compiler,
  tensorflow: string,
  env: NodeJS.ProcessEnv,
): Promise<{ directory: string; record: NativeRecord }> {
  rmSync(join(staging, 'include'), { recursive: true, force: true });
  const paths = ['tfjs_binding.node', ...staged.libraries.map((file) => `lib/${file}`)];
  const files = [];
  for (const path of paths) {
    const file = join(staging, path);
    files.push({ path, bytes: statSync(file).size, sha256: await hashFile(file) });
  }
  const record: NativeRecord = {
    format: NATIVE_RECORD_FORMAT,
    tensorflow,
    variant: staged.variant,
    platform: process.platform,
    arch: process.arch,
    bindingSource: bindingSource(),
    source: staged.source,
    compiler: compiler.version,
    date: new Date().toISOString(),
    files,
  };
  writeNativeRecord(staging, record);
  const directory = nativeDirectory(tensorflow, env);
  commitDirectory(staging, directory);
  return { directory, record };
}
