import { join, relative, resolve } from 'node:path';
import {
  findManifest,
  hashJson,
  LetheError,
  type Manifest,
  readManifest,
  type StageName,
  systemProblem,
} from '@lethe/contracts';
import { findOrigin, originTasks, stages } from '@lethe/experiment';
import { quote } from './shell-words.js';
import type { TaskRequest } from './task-request.js';

export interface InputDirectory {
  stage: StageName;
  /** Target that the directory stands for, of another experiment where it begins with `NAME/`. */
  target: string;
  directory: string;
  /** The command that makes it. */
  command: string;
  /** Its name in the manifest, if that differs from its own. */
  name?: string;
}

/**
 * The directories that a task reads: those of the experiment, or those that the user named.
 * @throws LetheError when one is not finished, of another stage, or made from another configuration
 */
export function inputDirectories(request: TaskRequest): InputDirectory[] {
  const { task, plan, experiment, inputs = {} } = request;
  const upstream = task.inputs.map((target) => plan.tasks.find((candidate) => candidate.target === target)!);
  for (const stage of stages[task.stage].reads) {
    const count = upstream.filter((candidate) => candidate.stage === stage).length;
    if (inputs[stage] !== undefined && count > 1) {
      throw new LetheError({
        what: `--${stage} names one directory, but ${task.target} reads ${count}`,
        next: 'leave the option out, so that the directories of the experiment are read',
      });
    }
  }
  const own = upstream.map((candidate) => {
    const named = inputs[candidate.stage];
    const directory = named === undefined ? join(experiment.directory, candidate.directory) : resolve(named);
    const command = commandOf(candidate.stage, experiment.directory, request.profile);
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
    const name = named === undefined && candidate.member !== '' ? candidate.target : undefined;
    return {
      stage: candidate.stage,
      target: candidate.target,
      directory,
      command,
      ...(name ? { name } : {}),
    };
  });
  return [...own, ...originDirectories(request)];
}

/** What a task reads of other experiments: train the training that it continues from, analyze all of those runs. */
function originDirectories({ task, experiment, profile }: TaskRequest): InputDirectory[] {
  const found = new Map<string, InputDirectory>();
  for (const reference of task.origins) {
    const origin = findOrigin(experiment, reference, profile);
    for (const candidate of originTasks(origin, task.stage)) {
      const { stage } = candidate;
      const target = `${origin.experiment.name}/${candidate.target}`;
      if (found.has(target)) continue;
      const directory = join(origin.experiment.directory, candidate.directory);
      const command = commandOf(stage, origin.experiment.directory, profile);
      const manifest = finishedManifest(directory, command);
      if (hashJson(manifest.config) !== hashJson(candidate.config)) {
        throw new LetheError({
          what: `${target} was made before its part of experiment.json changed`,
          where: directory,
          next: command,
        });
      }
      found.set(target, { stage, target, directory, command, name: target });
    }
  }
  return [...found.values()];
}

const commandOf = (stage: StageName, directory: string, profile: string): string =>
  `npx lethe ${stage} --experiment ${shownPath(directory)} --profile ${profile}`;

/** A directory as commands name it in messages: from where the user is, quoted where the shell needs it. */
export const shownPath = (directory: string): string => quote(relative(process.cwd(), directory) || '.');

function finishedManifest(directory: string, command: string): Manifest {
  const manifest = findManifest(directory);
  if (manifest !== undefined) return manifest;
  try {
    return readManifest(directory);
  } catch (error) {
    if (!(error instanceof LetheError) || systemProblem(error.cause)) throw error;
    throw new LetheError({ ...error.problem, next: command }, { cause: error });
  }
}
