import { statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import {
  findManifest,
  hashJson,
  LetheError,
  type Manifest,
  readManifest,
  type StageName,
  stageContracts,
} from '@lethe/contracts';
import { quote } from './fill-placeholders.js';
import type { TaskRequest } from './stage-call.js';

export interface InputDirectory {
  stage: StageName;
  /** Target of the experiment that the directory stands for. */
  target: string;
  directory: string;
}

/**
 * The directories that a task reads: the experiment's own, or the ones that the user named.
 * @throws LetheError when one is not finished, damaged, of another stage, or made from another configuration
 */
export function inputDirectories(request: TaskRequest): InputDirectory[] {
  const { task, plan, experiment, inputs = {} } = request;
  const upstream = task.inputs.map((target) => plan.tasks.find((candidate) => candidate.target === target)!);
  for (const stage of stageContracts[task.stage].reads) {
    const count = upstream.filter((candidate) => candidate.stage === stage).length;
    if (inputs[stage] !== undefined && count > 1) {
      throw new LetheError({
        what: `--${stage} names one directory, but ${task.target} reads ${count}`,
        next: 'leave the option out, so that the directories of the experiment are read',
      });
    }
  }
  return upstream.map((candidate) => {
    const named = inputs[candidate.stage];
    const directory = named === undefined ? join(experiment.directory, candidate.directory) : resolve(named);
    const command = `npx lethe ${candidate.stage} --experiment ${shownPath(experiment.directory)} --profile ${request.profile}`;
    const manifest = finishedManifest(directory, command);
    if (manifest.stage !== candidate.stage) {
      throw new LetheError({
        what: `this is not a ${candidate.stage} directory`,
        where: directory,
        expected: `a manifest of stage ${candidate.stage}`,
        found: `a manifest of stage ${manifest.stage}`,
        next: `give --${candidate.stage} a directory that stage ${candidate.stage} wrote`,
      });
    }
    if (named === undefined && hashJson(manifest.config) !== hashJson(candidate.config)) {
      throw new LetheError({
        what: `${candidate.target} was made before its part of experiment.json changed`,
        where: directory,
        next: command,
      });
    }
    checkSizes(directory, manifest, command);
    return { stage: candidate.stage, target: candidate.target, directory };
  });
}

const shownPath = (directory: string): string => quote(relative(process.cwd(), directory) || '.');

function finishedManifest(directory: string, command: string): Manifest {
  const manifest = findManifest(directory);
  if (manifest !== undefined) return manifest;
  try {
    return readManifest(directory);
  } catch (error) {
    if (!(error instanceof LetheError)) throw error;
    throw new LetheError({ ...error.problem, next: command }, { cause: error });
  }
}

/** Catches files that were cut off or removed since their stage finished; contents are checked by their readers. */
function checkSizes(directory: string, manifest: Manifest, command: string): void {
  for (const file of manifest.files) {
    const path = join(directory, file.path);
    const bytes = statSync(path, { throwIfNoEntry: false })?.size;
    if (bytes === file.bytes) continue;
    throw new LetheError({
      what: bytes === undefined ? 'this file is missing' : 'this file is not as its stage left it',
      where: path,
      expected: `${file.bytes} bytes`,
      found: bytes === undefined ? 'no such file' : `${bytes} bytes`,
      next: `${command} --force`,
    });
  }
}
