import { LetheError, type Profile, type StageContext, type StageName } from '@lethe/contracts';
import type { Experiment, ExperimentPlan, StageTask } from '@lethe/experiment';
import type { InputDirectory } from './input-directories.js';

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

/** What a stage implementation, built in or foreign, is given. */
export interface StageCall {
  request: TaskRequest;
  inputs: readonly InputDirectory[];
  backend: string | undefined;
  context: StageContext;
}

/** The directory of an input stage that a task reads exactly once. */
export function inputDirectory(call: StageCall, stage: StageName): string {
  const directories = call.inputs.filter((input) => input.stage === stage);
  if (directories.length === 1) return directories[0]!.directory;
  throw new LetheError({
    what: `stage ${call.request.task.stage} reads ${directories.length} ${stage} directories, not one`,
    found: directories.map(({ directory }) => directory).join(', ') || 'none',
  });
}
