import type { StageIdentity } from '@lethe/contracts';
import type { StageTask } from '@lethe/experiment';
import { outsideInputs } from '../identity/outside-inputs.js';
import { backendSettings } from './chosen-backend.js';
import { stageProducer } from './stage-producer.js';

/**
 * What the result of a task depends on, manifests of its inputs aside.
 * @param directory of experiment.json
 * @param backend as `resolvedBackend` gives it
 */
export async function taskIdentity(
  task: StageTask,
  directory: string,
  backend: string | undefined,
): Promise<Omit<StageIdentity, 'inputs'>> {
  const { stage, config, seed } = task;
  const producer = await stageProducer(task, directory);
  // Products of many runs are rounded in another way.
  const lockstep: Record<string, string> = task.program === null ? {} : { computed: 'in lockstep' };
  const outside = await outsideInputs(task, directory);
  return {
    stage,
    producer,
    config,
    seed,
    settings: { ...outside, ...backendSettings(backend), ...lockstep },
  };
}
