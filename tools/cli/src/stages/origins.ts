import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { LetheError, type RunDirectories } from '@lethe/contracts';
import { findOrigin, originTasks } from '@lethe/experiment';
import { checkpointDirectory, updatesOfDirectory } from '@lethe/train/declaration';
import type { StageCall } from './stage-call.js';

/**
 * The checkpoint of another experiment's run from which a training continues; undefined if there is none.
 * @throws LetheError when that training saved no such checkpoint
 */
export function originCheckpoint({ request }: Pick<StageCall, 'request'>): string | undefined {
  const { task, experiment, profile } = request;
  const [reference] = task.stage === 'train' ? task.origins : [];
  if (reference === undefined) return undefined;
  const origin = findOrigin(experiment, reference, profile);
  const [train] = originTasks(origin, 'train');
  const place = join(origin.experiment.directory, train!.directory);
  const directory = join(place, checkpointDirectory(origin.updates));
  const parent = dirname(directory);
  if (existsSync(directory)) return directory;
  const last = origin.isLast && origin.run.spec.train.until ? lastOf(parent) : undefined;
  if (last !== undefined) return join(parent, last);
  throw new LetheError({
    what: `run ${origin.run.id} of experiment ${origin.experiment.name} saved no weights after ${origin.updates} updates`,
    where: `${join(experiment.directory, 'experiment.json')}, train.from.step`,
    expected: existsSync(parent) ? readdirSync(parent).sort().join(', ') : 'checkpoints',
    found: String(reference.step),
    next: `add the step to train.checkpoints of ${origin.experiment.name}, or name another`,
  });
}

/** The last checkpoint in a directory of them. */
function lastOf(checkpoints: string): string | undefined {
  const names = existsSync(checkpoints) ? readdirSync(checkpoints) : [];
  const updates = names.map(updatesOfDirectory).filter((found) => found !== null);
  return updates.length === 0 ? undefined : basename(checkpointDirectory(Math.max(...updates)));
}

/** The runs of other experiments from which those of an analysis continue, each once. */
export function upstreamRuns({ request, inputs }: Pick<StageCall, 'request' | 'inputs'>): RunDirectories[] {
  const { task, experiment, profile } = request;
  return task.origins.map((reference) => {
    const { experiment: other, run } = findOrigin(experiment, reference, profile);
    const directoryOf = (target: string): string =>
      inputs.find((input) => input.target === `${other.name}/${target}`)!.directory;
    return {
      id: `${other.name}/${run.id}`,
      values: run.values,
      data: directoryOf(run.targets.data),
      train: directoryOf(run.targets.train),
      probe: directoryOf(run.targets.probe),
    };
  });
}
