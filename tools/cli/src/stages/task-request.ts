import type { Profile, StageName } from '@lethe/contracts';
import type { Experiment, ExperimentPlan, StageTask } from '@lethe/experiment';

/** A task of an experiment that is to be run. */
export interface TaskRequest {
  experiment: Experiment;
  plan: ExperimentPlan;
  task: StageTask;
  profile: Profile;
  /** Output directory; the task's own where absent. */
  out?: string | undefined;
  /** Directories to read instead of the experiment's own. */
  inputs?: Partial<Record<StageName, string | undefined>>;
  /** Run even when up to date. */
  force?: boolean;
  /** auto, tensorflow, wasm or webgpu; LETHE_BACKEND where absent. */
  backend?: string | undefined;
}
