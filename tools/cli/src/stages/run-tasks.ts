import { groupBy, type StageOutcome } from '@lethe/contracts';
import { runStageTask, type TaskTerminal } from './run-stage-task.js';
import type { TaskRequest } from './task-request.js';

/**
 * Runs tasks of an experiment: those of one program in lockstep, all others one after the other. Where one fails, those in
 * lockstep with it end first, and the next do not begin.
 */
export async function runTasks(requests: readonly TaskRequest[], terminal: TaskTerminal): Promise<void> {
  for (const set of setsOf(requests)) {
    if (set[0]!.task.program === null) await runStageTask(set[0]!, terminal);
    else await runInLockstep(set, terminal);
  }
}

/** Tasks of one program together, in the order in which the first of each comes. */
function setsOf(requests: readonly TaskRequest[]): TaskRequest[][] {
  const key = ({ task: { target, group, program } }: TaskRequest): string =>
    program === null ? `alone ${target}` : `${group} ${program}`;
  return [...groupBy(requests, key).values()];
}

async function runInLockstep(requests: readonly TaskRequest[], terminal: TaskTerminal): Promise<void> {
  // TensorFlow.js takes a while to load.
  const { createLockstep } = await import('@lethe/runtime');
  const members = createLockstep(requests.length);
  const runs = requests.map(async (request, i): Promise<StageOutcome> => {
    const lockstep = members[i]!;
    // All are as far as the first.
    const quiet = i === 0 ? {} : { progress: () => {} };
    try {
      return await runStageTask({ ...request, lockstep }, { ...terminal, ...quiet });
    } catch (error) {
      const [reason] = String(error instanceof Error ? error.message : error).split('\n');
      terminal.log(`${request.task.target}: failed: ${reason}`);
      throw error;
    } finally {
      lockstep.leave();
    }
  });
  await Promise.allSettled(runs);
  await Promise.all(runs);
}
