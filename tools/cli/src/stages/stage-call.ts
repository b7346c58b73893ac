import { LetheError, type StageContext, type StageName } from '@lethe/contracts';
import type { InputDirectory } from './input-directories.js';
import type { TaskRequest } from './task-request.js';

/** What a stage implementation, built in or custom, is given. */
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
