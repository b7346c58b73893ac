import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { LetheError, type RunDirectories } from '@lethe/contracts';
import { findOrigin } from '@lethe/experiment';
import type { StageCall } from './stage-call.js';

/**
 * The checkpoint of another experiment's run from which a training goes on; undefined where it does not.
 * @throws LetheError when that training saved no such checkpoint
 */
export function originCheckpoint({ request }: Pick<StageCall, 'request'>): string | undefined {
  const { task, experiment, profile } = request;
  const [reference] = task.stage === 'train' ? task.origins : [];
  if (reference === undefined) return undefined;
  const origin = findOrigin(experiment, reference, profile);
  const parent = join(origin.experiment.directory, origin.task.directory, 'checkpoints');
  const directory = join(parent, checkpointName(origin.updates));
  if (existsSync(directory)) return directory;
  throw new LetheError({
    what: `run ${origin.run.id} of experiment ${origin.experiment.name} saved no weights after ${origin.updates} updates`,
    where: `${join(experiment.directory, 'experiment.json')}, train.from.step`,
    expected: existsSync(parent) ? readdirSync(parent).sort().join(', ') : 'checkpoints',
    found: String(reference.step),
    next: `add the step to train.checkpoints of ${origin.experiment.name}, or name another`,
  });
}

const checkpointName = (updates: number): string => `step-${String(updates).padStart(6, '0')}`;

/** The runs of other experiments on which those of an analysis go on, each once. */
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
