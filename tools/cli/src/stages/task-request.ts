import type { Profile, StageName } from '@lethe/contracts';
import type { Experiment, ExperimentPlan, StageTask } from '@lethe/experiment';
import type { LockstepMember } from '@lethe/runtime';

/** A task of an experiment to run. */
export interface TaskRequest {
  experiment: Experiment;
  plan: ExperimentPlan;
  task: StageTask;
  profile: Profile;
  /** Output directory; that of the task by default. */
  out?: string | undefined;
  /** Directories to read instead of those of the experiment. */
  inputs?: Partial<Record<StageName, string | undefined>>;
  /** Run even when up to date. */
  force?: boolean;
  /** Where the task is one of several runs that are computed as one program. */
  lockstep?: LockstepMember;
  /** auto, tensorflow, wasm or webgpu; LETHE_BACKEND by default. */
  backend?: string | undefined;
}
