import { basename, join } from 'node:path';
import { LetheError, type Profile, profiles } from '@lethe/contracts';
import {
  checkOrigins,
  type Experiment,
  type ExperimentPlan,
  planExperiment,
  readExperiment,
} from '@lethe/experiment';
import { checkExperimentName } from './experiment-name.js';
import { type OriginTargets, originTargets } from './origin-targets.js';
import { type WorkspacePackage, workspacePackages } from './workspace-packages.js';

/** An experiment with its plan. */
export interface PlannedExperiment {
  experiment: Experiment;
  plans: Record<Profile, ExperimentPlan>;
  origins: OriginTargets[];
}

/** An experiment with its plan, or why it has none. */
export type CheckedExperiment = (PlannedExperiment & { problem?: undefined }) | { problem: LetheError };

/**
 * Reads and plans an experiment in both profiles.
 * @param directory relative to the workspace, such as `experiments/quickstart`
 */
export function checkExperiment(
  directory: string,
  workspaceRoot: string,
  packages: readonly WorkspacePackage[] = workspacePackages(workspaceRoot),
): CheckedExperiment {
  try {
    const taken = packages.map(({ project }) => project);
    checkExperimentName(basename(directory), taken, join(workspaceRoot, directory));
    const experiment = readExperiment(join(workspaceRoot, directory));
    const plans = { full: planExperiment(experiment, 'full'), smoke: planExperiment(experiment, 'smoke') };
    for (const profile of profiles) checkOrigins(experiment, plans[profile], profile);
    return { experiment, plans, origins: originTargets(experiment, plans.full, 'full') };
  } catch (error) {
    if (error instanceof LetheError) return { problem: error };
    throw error;
  }
}
