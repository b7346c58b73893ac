import type { Profile } from '@lethe/contracts';
import { type Experiment, type ExperimentPlan, findOrigin, originTasks } from '@lethe/experiment';

/** A target of another experiment that a task reads. */
export interface OriginTargets {
  /** The task that reads it. */
  reader: string;
  /** The other experiment, an Nx project. */
  project: string;
  target: string;
}

/**
 * The targets of other experiments that the tasks of an experiment read: train the run that it continues, analyze all stages
 * of that run.
 * @throws LetheError when there is no such experiment, run or step
 */
export function originTargets(
  experiment: Experiment,
  plan: ExperimentPlan,
  profile: Profile,
): OriginTargets[] {
  return plan.tasks.flatMap((task) =>
    task.origins.flatMap((reference) => {
      const origin = findOrigin(experiment, reference, profile);
      return originTasks(origin, task.stage).map(({ group }) => ({
        reader: task.target,
        project: origin.experiment.name,
        target: group,
      }));
    }),
  );
}
