import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { readManifest, readRows, type StageName, stageNames, steps } from '@lethe/contracts';
import type { CommandOptions, CommandResult } from './run-command.js';
import { copyWorkspace, repository, shrinkExperiment, type Workspace } from './workspace-copy.js';

/** The stages of a small experiment, each of which can be run into any directory, again and again. */
export interface StageLab {
  workspace: Workspace;
  /** Runs a stage into a directory; the others are as they were when the lab was opened. */
  run(stage: StageName, out: string, options?: Partial<CommandOptions>): Promise<CommandResult>;
  /** The directory that a stage left undisturbed. */
  reference(stage: StageName): string;
  remove(): void;
}

// A resume point after every update, so that there always is one.
const env = { LETHE_BACKEND: 'wasm', LETHE_RESUME_SECONDS: '0' };

/** Copies the workspace and runs every stage of a training of 40 steps once. */
export async function openStageLab(): Promise<StageLab> {
  const workspace = copyWorkspace();
  workspace.writeSmallExperiment('tiny', (json) => {
    shrinkExperiment(json, 40);
    json.train.checkpoints = [10, 25];
    json.train.evaluation = { every: 7, rows: 8 };
    json.analyze = { bootstrap: { resamples: 100 } };
  });
  await workspace.build();
  const reference = (stage: StageName): string => workspace.path('experiments/tiny/out/full', stage);
  const run: StageLab['run'] = (stage, out, options = {}) =>
    workspace.lethe([stage, '-e', 'experiments/tiny', '--out', out], {
      ...options,
      env: { ...env, ...options.env },
    });
  for (const stage of stageNames) {
    const { code, output } = await run(stage, reference(stage));
    if (code !== 0) throw new Error(output);
  }
  return { workspace, run, reference, remove: () => workspace.remove() };
}

/** Everything in a stage's directory by path, with its content; of a training without the seconds that it took. */
export async function contentOf(directory: string): Promise<Record<string, unknown>> {
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true });
  const content: Record<string, unknown> = {};
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name);
    content[path.slice(directory.length)] = entry.isFile()
      ? readFileSync(path).toString('base64')
      : 'directory';
  }
  const manifest = readManifest(directory);
  if (manifest.stage !== 'train') return content;
  const rows = await readRows(directory, steps);
  const files = manifest.files.map((file) => (file.table === 'steps' ? { ...file, sha256: '' } : file));
  return {
    ...content,
    '/manifest.json': { ...manifest, files },
    '/steps.arrows': rows.map(({ seconds: _, ...row }) => row),
  };
}

/** Options for a command that is killed before one of its calls that change the disk. */
export function killedBefore(call: number): Partial<CommandOptions> {
  return { env: { ...preload, KILL_BEFORE: String(call) } };
}

/** Options for a command that writes to a file how many such calls it makes. */
export function countingCalls(path: string): Partial<CommandOptions> {
  return { env: { ...preload, COUNT_CALLS: path } };
}

const preload = {
  NODE_OPTIONS: `--import=${pathToFileURL(join(repository, 'e2e/fixtures/kill-before.mjs')).href}`,
};
