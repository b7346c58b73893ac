import { LetheError } from '@lethe/contracts';

/**
 * Numbers of updates after which weights are saved: those asked for, and the last.
 * @throws LetheError when one lies beyond the end of training
 */
export function checkpointSchedule(asked: readonly number[], steps: number): Set<number> {
  const beyond = asked.find((updates) => updates > steps);
  if (beyond === undefined) return new Set([...asked, steps]);
  throw new LetheError({
    what: 'a checkpoint lies beyond the end of training',
    where: 'train.checkpoints',
    expected: `at most ${steps}, the number of steps (data.order.steps)`,
    found: String(beyond),
    next: 'remove it, or train for longer',
  });
}

/** Directory of a checkpoint below that of its stage: `checkpoints/step-000100`. */
export function checkpointDirectory(updates: number): string {
  return `checkpoints/step-${String(updates).padStart(6, '0')}`;
}
