import { mkdirSync, readdirSync, rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { isTemporary } from '@lethe/contracts/files';
import type { NativeRecord } from '@lethe/runtime';
import { findNativeLibrary, nativeRoot } from '@lethe/runtime/native';
import { type Compiler, compileBinding, findCompiler } from './binding/compile-binding.js';
import { verifyBinding } from './binding/verify-binding.js';
import { finishLibrary } from './finish-library.js';
import { takeLock } from './provision-lock.js';
import { givenPath, givenSource } from './sources/given-path.js';
import { installedPackage } from './sources/installed-package.js';
import type { LibrarySource, SourceContext } from './sources/library-source.js';
import { pipWheel } from './sources/pip-wheel.js';
import { hasNvidiaGpu } from './sources/stage-cuda-libraries.js';
import {
  libraryLayout,
  PINNED_SHA256,
  type Pins,
  TENSORFLOW_VERSION,
} from './sources/supported-tensorflow.js';
import { tfjsArchive } from './sources/tfjs-archive.js';

export interface ProvisionOptions {
  /** A wheel, a C archive, or a directory with the content of one; then no other source is tried. Default: `LETHE_TENSORFLOW`. */
  library?: string;
  /** Provision again even when a library is in place. */
  force?: boolean;
  /** Receives progress, one line at a time. */
  log?: (line: string) => void;
  env?: NodeJS.ProcessEnv;
}

export type ProvisionResult =
  /** `fresh` when this call made it. */
  | { status: 'ready'; fresh: boolean; directory: string; record: NativeRecord }
  /** Two lines for the user: what is missing, and how to get it. */
  | { status: 'missing'; lines: [string, string] };

/** The steps that a test replaces. */
export interface ProvisionSteps {
  sources: LibrarySource[];
  pinned: Pins;
  compile: typeof compileBinding;
  verify: typeof verifyBinding;
}

const FREE_BYTES = 1.5e9;

/**
 * Provides the native TensorFlow library in the cache, or says what is missing; it does not throw for anything missing.
 * A library that is in place is returned at once. The directory appears in the cache whole, with its record.
 */
export async function provision(
  options: ProvisionOptions = {},
  steps: Partial<ProvisionSteps> = {},
): Promise<ProvisionResult> {
  const env = options.env ?? process.env;
  const library = options.library ?? (env.LETHE_TENSORFLOW || undefined);
  const log = options.log ?? (() => {});
  if (!options.force) {
    const ready = findReady(env, library);
    if (ready !== undefined) return ready;
  }
  const layout = libraryLayout();
  if (layout === undefined) {
    return missing([`no support for ${process.platform}`], 'use Linux or macOS (on Windows: WSL)', env);
  }
  const compiler = await findCompiler(env);
  if (compiler === undefined) {
    const remedy = process.platform === 'darwin' ? 'run `xcode-select --install`' : 'install g++ or clang++';
    return missing(['no C++ compiler'], remedy, env);
  }
  const root = nativeRoot(env);
  let release: () => void;
  try {
    release = await takeLock(join(root, '.lock'), (holder) => log(`waiting for another set-up (${holder})`));
  } catch (error) {
    return missing(
      [`${root} cannot be written: ${reason(error)}`],
      'set LETHE_CACHE to a folder that can',
      env,
    );
  }
  // Also when the process is stopped half-way: a gigabyte is too much to leave behind.
  const cleanUp = () => removeLeftovers(root);
  process.on('exit', cleanUp);
  try {
    const ready = options.force ? undefined : findReady(env, library);
    if (ready !== undefined) return ready;
    cleanUp();
    const sources =
      steps.sources ??
      (library === undefined ? [installedPackage, pipWheel, tfjsArchive] : [givenPath(library)]);
    const remedy =
      library === undefined
        ? `make \`python3 -m pip download tensorflow-cpu==${TENSORFLOW_VERSION}\` work, or set LETHE_TENSORFLOW to a tensorflow wheel or directory`
        : `give a ${TENSORFLOW_VERSION} tensorflow wheel, the folder of an installed tensorflow package, or a libtensorflow C archive`;
    const pinned = steps.pinned ?? PINNED_SHA256;
    const context = { layout, pinned, gpu: await hasNvidiaGpu(env), env, log };
    return await tryInOrder(sources, context, compiler, root, remedy, {
      compile: steps.compile ?? compileBinding,
      verify: steps.verify ?? verifyBinding,
    });
  } finally {
    cleanUp();
    process.off('exit', cleanUp);
    release();
  }
}

function findReady(env: NodeJS.ProcessEnv, library: string | undefined): ProvisionResult | undefined {
  const search = findNativeLibrary(env);
  if (!search.found) return undefined;
  // With a given path, only a library that was made from it will do.
  if (library !== undefined && search.record.source !== givenSource(library)) return undefined;
  return { status: 'ready', fresh: false, directory: search.directory, record: search.record };
}

async function tryInOrder(
  sources: LibrarySource[],
  context: Omit<SourceContext, 'staging' | 'downloads'>,
  compiler: Compiler,
  root: string,
  remedy: string,
  steps: Pick<ProvisionSteps, 'compile' | 'verify'>,
): Promise<ProvisionResult> {
  const reasons: string[] = [];
  for (const source of sources) {
    const work = join(root, `.staging-${process.pid}`);
    const staging = join(work, 'library');
    const downloads = join(work, 'downloads');
    try {
      rmSync(work, { recursive: true, force: true });
      for (const directory of [staging, downloads]) mkdirSync(directory, { recursive: true });
      const free = statfsSync(root);
      if (free.bavail * free.bsize < FREE_BYTES) throw new Error(`less than 1.5 GB are free in ${root}`);
      const staged = await source.stage({ ...context, staging, downloads });
      context.log(`compiling the binding with ${compiler.command}`);
      await steps.compile(staging, staged.libraries, compiler, context.env);
      context.log('checking the library in a separate process');
      const { tensorflow, gpu } = await steps.verify(staging, context.env);
      if (staged.variant === 'gpu')
        context.log(gpu ? 'the library uses the GPU' : 'the library finds no GPU that it can use');
      const made = await finishLibrary(staging, staged, compiler, tensorflow, context.env);
      return { status: 'ready', fresh: true, ...made };
    } catch (error) {
      reasons.push(`${source.name}: ${reason(error)}`);
      context.log(`${source.name}: ${reason(error)}`);
    }
  }
  return missing(reasons, remedy, context.env);
}

function removeLeftovers(root: string): void {
  for (const name of readdirSync(root)) {
    if (!name.startsWith('.staging-') && !isTemporary(name)) continue;
    try {
      rmSync(join(root, name), { recursive: true, force: true });
    } catch {
      // Left for the next set-up; it never counts as a library.
    }
  }
}

function missing(reasons: string[], remedy: string, env: NodeJS.ProcessEnv): ProvisionResult {
  const kept = findNativeLibrary(env);
  const effect = kept.found
    ? `TensorFlow ${kept.record.tensorflow} in ${kept.directory} stays in use`
    : 'No native TensorFlow, so Lethe computes with the wasm backend';
  return {
    status: 'missing',
    lines: [`${effect} (${reasons.join('; ')}).`, `To get it: ${remedy}, then run \`npm run setup\` again.`],
  };
}

function reason(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0]!;
}
