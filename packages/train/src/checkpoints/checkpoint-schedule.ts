import { LetheError } from '@lethe/contracts';
import * as z from 'zod';

const updates = z.int().nonnegative();

/** The numbers of updates after which weights are saved; the final weights always are. */
export const checkpointsSpec = z
  .union([
    z.array(updates).describe('numbers of updates'),
    z.strictObject({
      at: z.array(updates).default([]).describe('numbers of updates'),
      doublingTo: z
        .int()
        .positive()
        .optional()
        .describe('0, 1, 2, 4, ... up to here: dense while the model changes fastest (Pythia has 512)'),
      every: z.int().positive().optional().describe('multiples of this (Pythia has 1000)'),
    }),
  ])
  .default([]);

export type CheckpointsSpec = z.output<typeof checkpointsSpec>;

/**
 * The numbers of updates after which weights are saved: those given by number or by rule, and the last.
 * @throws LetheError when a given number lies beyond the end of training
 */
export function checkpointSchedule(asked: CheckpointsSpec, steps: number): Set<number> {
  const { at, doublingTo, every } = Array.isArray(asked)
    ? { at: asked, doublingTo: undefined, every: undefined }
    : asked;
  const beyond = at.find((updates) => updates > steps);
  if (beyond === undefined) {
    const schedule = new Set([...at, steps]);
    if (doublingTo !== undefined) {
      schedule.add(0);
      for (let updates = 1; updates <= Math.min(doublingTo, steps); updates *= 2) schedule.add(updates);
    }
    if (every !== undefined) {
      for (let updates = every; updates < steps; updates += every) schedule.add(updates);
    }
    return schedule;
  }
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

/** Directory of an adapter, as the checkpoint with it merged in: `adapters/step-000100`. */
export function adapterDirectory(updates: number): string {
  return checkpointDirectory(updates).replace('checkpoints', 'adapters');
}
