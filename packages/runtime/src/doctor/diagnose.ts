import { availableParallelism, cpus, totalmem } from 'node:os';
import { BACKEND_NAMES, type BackendName } from '../backends/backend.js';
import { backendOpeners } from '../backends/open-backend.js';
import { cacheDirectory, findNativeLibrary } from '../native/find-native-library.js';
import type { NativeRecord } from '../native/native-record.js';
import type { BackendCheck } from './check-backend.js';
import { checkInChild } from './check-in-child.js';

export interface BackendDiagnosis {
  name: BackendName;
  check: BackendCheck;
}

/** Facts about this machine that decide how Lethe computes on it. */
export interface Diagnosis {
  node: string;
  platform: string;
  arch: string;
  processor: string;
  /** Processors that this process may use. */
  processors: number;
  memoryBytes: number;
  cache: string;
  native: { found: true; directory: string; record: NativeRecord } | { found: false; reasons: string[] };
  /** In the order in which `auto` tries them. */
  backends: BackendDiagnosis[];
  /** What `auto` takes here, if anything. */
  auto?: BackendName;
  /** LETHE_BACKEND, when set: the default in place of `auto`. */
  preferred?: string;
  /** Lines from others, as `extra` gave them. */
  extra: string[];
}

export interface DiagnoseOptions {
  /** Lines to add from other parts, for example the versions of Nx or of a tokenizer. One that throws becomes a line. */
  extra?: Array<() => string[] | Promise<string[]>>;
  /** How to check one backend; the default does it in a child process. */
  check?: (name: BackendName) => Promise<BackendCheck>;
  env?: NodeJS.ProcessEnv;
}

/** Looks at Node, the native library and every backend, one after the other; a backend that crashes costs only itself. */
export async function diagnose(options: DiagnoseOptions = {}): Promise<Diagnosis> {
  const env = options.env ?? process.env;
  const check = options.check ?? ((name: BackendName) => checkInChild(name));
  const backends: BackendDiagnosis[] = [];
  const known = backendOpeners.map((opener) => opener.name);
  const absent = BACKEND_NAMES.filter((name) => !known.includes(name));
  for (const name of known) backends.push({ name, check: await check(name) });
  for (const name of absent) {
    backends.push({ name, check: { works: false, reason: 'not part of this build' } });
  }
  const search = findNativeLibrary(env);
  return {
    node: process.versions.node,
    platform: process.platform,
    arch: process.arch,
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    processors: availableParallelism(),
    memoryBytes: totalmem(),
    cache: cacheDirectory(env),
    native: search.found ? search : { found: false, reasons: search.reasons },
    backends,
    auto: backends.find((backend) => backend.check.works)?.name,
    preferred: env.LETHE_BACKEND || undefined,
    extra: await collect(options.extra ?? []),
  };
}

async function collect(sources: NonNullable<DiagnoseOptions['extra']>): Promise<string[]> {
  const lines: string[] = [];
  for (const source of sources) {
    try {
      lines.push(...(await source()));
    } catch (error) {
      lines.push(`a check failed: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return lines;
}
