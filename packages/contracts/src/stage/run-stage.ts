import { basename } from 'node:path';
import { LetheError } from '../errors.js';
import { placeProblem } from '../files/system-problem.js';
import { findChange, readUnchanged } from './check-files.js';
import { findManifest, MANIFEST_VERSION, type Manifest, manifestDigest, writeManifest } from './manifest.js';
import {
  beginStageDirectory,
  claimStageDirectory,
  endStageDirectory,
  hasLeftovers,
} from './stage-directory.js';
import { type StageIdentity, stageIdentity } from './stage-identity.js';
import { lockStage } from './stage-lock.js';
import { type StageContract, type StageInput, stageNames } from './stages.js';
import { verifyOutputs } from './verify-outputs.js';

export interface StageRun extends Omit<StageIdentity, 'stage' | 'inputs'> {
  stage: StageContract;
  /** Directory that the stage fills. */
  out: string;
  /** Finished directories that the stage reads. */
  inputs: readonly (StageInput & {
    /** Its name in the manifest; by default that of its directory. */
    name?: string | undefined;
    /** The command that makes it again, for errors. */
    command?: string | undefined;
  })[];
  /** Run from the start, even when the directory is up to date. */
  force?: boolean;
  /** Whether the stage can resume what an interrupted run of the same identity left; else it starts over. */
  resumable?: boolean;
  /** Told why a directory that is finished is made again. */
  log?: (line: string) => void;
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
 * Runs one stage into its directory: skips it when the manifest already matches and the files are those of the manifest,
 * checks what was written against the contract, and writes the manifest last. When `produce` fails, the directory stays
 * unfinished. One process at a time has the directory.
 * @param produce writes the stage's files; told whether the directory holds what an interrupted run left
 * @throws LetheError when an input is not as its stage left it, when another process has the directory, or when what was
 *   written breaks the contract
 */
export async function runStage(
  run: StageRun,
  produce: (resumed: boolean) => Promise<StageResult | undefined>,
): Promise<StageOutcome> {
  const inputs = await checkInputs(run);
  const config = toJson(run.config ?? null) as Manifest['config'];
  const { producer, seed, settings } = run;
  const identity = stageIdentity({ stage: run.stage.name, producer, config, seed, settings, inputs });
  const existing = await findCurrent(run, identity);
  if (existing) {
    tidy(run.out);
    return { status: 'current', manifest: existing };
  }

  claimStageDirectory(run.out);
  const lock = lockStage(run.out);
  try {
    // Another process may have finished it meanwhile.
    const finished = await findCurrent(run, identity);
    if (finished) return { status: 'current', manifest: finished };
    const resumed = beginStageDirectory(run.out, identity, (run.resumable ?? false) && !run.force);
    const result = await produce(resumed);
    const files = await verifyOutputs(run.stage, run.out, run.producer.name);
    await run.stage.check?.(run.out, run.inputs, config);
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
      inputs: inputs.toSorted(
        (a, b) => stageNames.indexOf(a.stage) - stageNames.indexOf(b.stage) || (a.name < b.name ? -1 : 1),
      ),
      files,
      ...(result?.summary ? { summary: toJson(result.summary) as Manifest['summary'] } : {}),
      identity,
    };
    await checkUntouched(run, inputs, lock);
    writeManifest(run.out, manifest);
    endStageDirectory(run.out);
    return { status: 'produced', manifest };
  } catch (error) {
    throw placeProblem(error, run.out);
  } finally {
    lock.release();
  }
}

type ManifestInput = Manifest['inputs'][number];

/** Makes sure that every input is as its stage left it. */
async function checkInputs(run: StageRun): Promise<ManifestInput[]> {
  const inputs: ManifestInput[] = [];
  for (const { stage, directory, name = basename(directory), command } of run.inputs) {
    await readUnchanged(directory, command ? `${command} --force` : `run stage ${stage} again`);
    inputs.push({ stage, name, manifest_sha256: manifestDigest(directory) });
  }
  return inputs;
}

/** The manifest of the directory where it holds exactly the intended result. */
async function findCurrent(run: StageRun, identity: string): Promise<Manifest | undefined> {
  const existing = findManifest(run.out);
  if (run.force || existing?.identity !== identity) return undefined;
  const change = await findChange(run.out, existing);
  if (!change) return existing;
  run.log?.(`${change.where}: ${change.what}; the stage runs again`);
  return undefined;
}

/** Removes what a killed process left beside the manifest, unless another one is at work there or nobody may write. */
function tidy(out: string): void {
  if (!hasLeftovers(out)) return;
  try {
    const lock = lockStage(out);
    endStageDirectory(out);
    lock.release();
  } catch {
    // The result is whole, whatever lies beside it.
  }
}

/** Makes sure that inputs and directory were nobody else's while the stage ran. */
async function checkUntouched(
  run: StageRun,
  inputs: readonly ManifestInput[],
  lock: { isHeld(): boolean },
): Promise<void> {
  for (const [i, { directory, command }] of run.inputs.entries()) {
    if (findManifest(directory) && manifestDigest(directory) === inputs[i]!.manifest_sha256) continue;
    throw new LetheError({
      what: `this input was made again while stage ${run.stage.name} read it`,
      where: directory,
      next: `${command ? `${command}, and then ` : ''}run stage ${run.stage.name} again with --force`,
    });
  }
  if (lock.isHeld()) return;
  throw new LetheError({
    what: 'the output directory was removed or replaced while its stage ran',
    where: run.out,
    next: `run stage ${run.stage.name} again with --force`,
  });
}

const toJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value)) as unknown;
