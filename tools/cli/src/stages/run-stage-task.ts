import { join, resolve } from 'node:path';
import { runStage, type StageContext, type StageOutcome } from '@lethe/contracts';
import { stages } from '@lethe/experiment';
import { printFindings } from '../findings/print-findings.js';
import { runBuiltinStage } from './builtin-stages.js';
import { chosenBackend, resolvedBackend } from './chosen-backend.js';
import { runCustomStage } from './custom-stage.js';
import { formatSeconds } from './format-seconds.js';
import { inputDirectories, shownPath } from './input-directories.js';
import { taskIdentity } from './task-identity.js';
import type { TaskRequest } from './task-request.js';

/** Where a task prints results and progress, and whether it must stop. */
export type TaskTerminal = Pick<StageContext, 'log' | 'progress' | 'signal'> & {
  print: (text: string) => void;
};

/**
 * Runs one task of an experiment, built in or custom, and prints when it starts and ends; after an analyze
 * task it prints the findings. An up-to-date directory is left alone.
 * @throws LetheError for mistakes in the experiment, its inputs or what the stage wrote
 */
export async function runStageTask(request: TaskRequest, terminal: TaskTerminal): Promise<StageOutcome> {
  const { experiment, task, profile } = request;
  const { signal } = terminal;
  const out = resolve(request.out ?? join(experiment.directory, task.directory));
  const inputs = inputDirectories(request);
  const backend = resolvedBackend(task, chosenBackend(task, request.backend));
  const identity = await taskIdentity(task, experiment.directory, backend);

  const log = (line: string): void => terminal.log(`${task.target}: ${line}`);
  const progress = terminal.progress ?? log;
  const begin = performance.now();
  const outcome = await runStage(
    {
      ...identity,
      stage: stages[task.stage],
      out,
      inputs: inputs.map(({ stage, directory, name, command }) => ({ stage, directory, name, command })),
      force: request.force ?? false,
      resumable: task.stage === 'train' && !task.override,
      log,
    },
    async (resumed) => {
      signal.throwIfAborted();
      log(`started (${experiment.name}, ${profile})`);
      const stage = { request, inputs, backend, context: { out, log, progress, signal, resumed } };
      return await (task.override ? runCustomStage(stage) : runBuiltinStage(stage));
    },
  );
  if (outcome.status === 'current') log('up to date');
  else log(`finished in ${formatSeconds((performance.now() - begin) / 1000)}: ${out}`);
  if (task.stage === 'analyze') {
    const command = `npx lethe findings ${shownPath(experiment.directory)} --profile ${profile} --all`;
    // That command reads the experiment's own directory.
    const again = request.out === undefined ? { command } : {};
    await printFindings({ directory: out, profile, ...again }, terminal.print);
  }
  signal.throwIfAborted();
  return outcome;
}
