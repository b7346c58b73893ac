import { basename } from 'node:path';
import { hashJson } from './hash-json.js';
import {
  findManifest,
  MANIFEST_VERSION,
  type Manifest,
  manifestDigest,
  readManifest,
  writeManifest,
} from './manifest.js';
import { beginStageDirectory, endStageDirectory } from './stage-directory.js';
import { type StageContract, type StageName, stageNames } from './stages.js';
import { verifyOutputs } from './verify-outputs.js';

export interface StageRun {
  stage: StageContract;
  /** Directory that the stage fills. */
  out: string;
  /** Who produces it; the fingerprint changes when the code changes. */
  producer: { name: string; version: string; fingerprint: string };
  /** The resolved slice of the experiment spec that the stage reads. */
  config: unknown;
  seed: number | null;
  /** Settings from outside the spec that change results, such as LETHE_BACKEND. */
  settings: Record<string, string>;
  /** Finished directories that the stage reads. */
  inputs: readonly {
    stage: StageName;
    directory: string;
    /** Its name in the manifest; by default that of its directory. */
    name?: string | undefined;
  }[];
  /** Run from the start, even when the directory is up to date. */
  force?: boolean;
  /** Whether the stage can resume what an interrupted run of the same identity left; else it starts over. */
  resumable?: boolean;
}

/** What a stage returns when it is done. */
export interface StageResult {
  /** The backend that it ran on, if any. */
  backend?: string | null;
  /** JSON for the key `summary` of the manifest. */
  summary?: Record<string, unknown> | undefined;
}

export interface StageOutcome {
  /** `current`: the directory already held exactly this result, and nothing ran. */
  status: 'current' | 'produced';
  manifest: Manifest;
}

/**
 * Runs one stage into its directory: skips it when the manifest already matches, checks what was written
 * against the contract, and writes the manifest last. When `produce` fails, the directory stays unfinished.
 * @param produce writes the stage's files; told whether the directory holds what an interrupted run left
 */
export async function runStage(
  run: StageRun,
  produce: (resumed: boolean) => Promise<StageResult | undefined>,
): Promise<StageOutcome> {
  const inputs = run.inputs.map(({ stage, directory, name = basename(directory) }) => {
    readManifest(directory);
    return { stage, name, manifest_sha256: manifestDigest(directory) };
  });
  const config = toJson(run.config ?? null) as Manifest['config'];
  const identity = hashJson({
    manifest: MANIFEST_VERSION,
    stage: run.stage.name,
    producer: run.producer,
    config,
    seed: run.seed,
    settings: run.settings,
    inputs,
  });
  const existing = findManifest(run.out);
  if (!run.force && existing?.identity === identity) return { status: 'current', manifest: existing };

  const resumed = beginStageDirectory(run.out, identity, (run.resumable ?? false) && !run.force);
  const result = await produce(resumed);
  const files = await verifyOutputs(run.stage, run.out, run.producer.name);
  const contracts = Object.fromEntries(
    files.flatMap((file) => (file.table === null ? [] : [[file.table, file.version!] as const])),
  );
  const manifest: Manifest = {
    manifest: MANIFEST_VERSION,
    stage: run.stage.name,
    producer: run.producer,
    contracts,
    config,
    seed: run.seed,
    backend: result?.backend ?? null,
    settings: run.settings,
    inputs: inputs.sort(
      (a, b) => stageNames.indexOf(a.stage) - stageNames.indexOf(b.stage) || (a.name < b.name ? -1 : 1),
    ),
    files,
    ...(result?.summary ? { summary: toJson(result.summary) as Manifest['summary'] } : {}),
    identity,
  };
  writeManifest(run.out, manifest);
  endStageDirectory(run.out);
  return { status: 'produced', manifest };
}

const toJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value)) as unknown;
