import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NATIVE_RECORD_FORMAT, nativeDirectory, writeNativeRecord } from '@lethe/runtime/native';
import { repository, type Workspace } from './workspace-copy.js';

/** By task, such as `plain:train`. */
export interface TaskIdentities {
  /** The hash under which Nx caches it. */
  cache: Record<string, string>;
  /** What the stage compares with its manifest. */
  stage: Record<string, string>;
}

/** Asks for the identities of all tasks of experiments, with what is built; nothing runs. */
export async function readIdentities(
  workspace: Workspace,
  experiments: readonly string[],
  env: Record<string, string>,
  options: object = {},
): Promise<TaskIdentities> {
  const script = join(repository, 'e2e/fixtures/task-identities.mjs');
  const nx = { NX_ISOLATE_PLUGINS: 'false', NX_DAEMON: 'false' };
  const args = [script, JSON.stringify(options), ...experiments];
  const { code, stdout, output } = await workspace.run(process.execPath, args, { env: { ...nx, ...env } });
  if (code !== 0) throw new Error(output);
  return JSON.parse(stdout.trim().split('\n').at(-1)!) as TaskIdentities;
}

let edits = 0;

/** Appends an export that was not there before to a source. */
export function editSource(workspace: Workspace, path: string): void {
  edits += 1;
  appendFileSync(workspace.path(path), `\nexport const edit${edits} = ${edits};\n`);
}

/** Writes what looks like a native library to those who do not load it. Returns its binding. */
export function nativeLibrary(cache: string, version: string): string {
  const directory = nativeDirectory(version, { LETHE_CACHE: cache });
  const binding = join(directory, 'tfjs_binding.node');
  mkdirSync(directory, { recursive: true });
  writeFileSync(binding, 'binding');
  writeNativeRecord(directory, {
    format: NATIVE_RECORD_FORMAT,
    tensorflow: version,
    variant: 'cpu',
    platform: process.platform,
    arch: process.arch,
    bindingSource: '',
    source: '',
    compiler: '',
    date: '',
    files: [{ path: 'tfjs_binding.node', bytes: 7, sha256: '' }],
  });
  return binding;
}
