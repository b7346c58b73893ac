import { basename, resolve } from 'node:path';
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
      optimizer: z
        .union([z.boolean(), z.array(updates)])
        .default(false)
        .describe(
          'which of them hold the state of the optimizer too, so that a training can go on with it (train.from.optimizer): true for all, or numbers of updates, which are then saved in any case. For adamw it is twice the size of the weights',
        ),
    }),
  ])
  .default([]);

export type CheckpointsSpec = z.output<typeof checkpointsSpec>;

/** Whether the checkpoint after so many updates holds the state of the optimizer. */
export function holdsOptimizer(asked: CheckpointsSpec, updates: number): boolean {
  if (Array.isArray(asked)) return false;
  const { optimizer } = asked;
  return Array.isArray(optimizer) ? optimizer.includes(updates) : optimizer;
}

/**
 * The numbers of updates after which weights are saved: those given by number or by rule, and the last.
 * @throws LetheError when a given number lies beyond the end of training
 */
export function checkpointSchedule(asked: CheckpointsSpec, steps: number): Set<number> {
  const { doublingTo, every } = Array.isArray(asked) ? { doublingTo: undefined, every: undefined } : asked;
  const at = namedUpdates(asked);
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

function namedUpdates(asked: CheckpointsSpec): number[] {
  if (Array.isArray(asked)) return asked;
  const { at, optimizer } = asked;
  return Array.isArray(optimizer) ? [...at, ...optimizer] : at;
}

/** Directory of a checkpoint below that of its stage: `checkpoints/step-000100`. */
export function checkpointDirectory(updates: number): string {
  return `checkpoints/step-${String(updates).padStart(6, '0')}`;
}

/** The number of updates in the name of a checkpoint's directory, `step-000100`; null for another name. */
export function updatesOfDirectory(directory: string): number | null {
  const match = /^step-(\d+)$/.exec(basename(resolve(directory)));
  return match ? Number(match[1]) : null;
}

/** Directory of an adapter, as the checkpoint with it merged in: `adapters/step-000100`. */
export function adapterDirectory(updates: number): string {
  return checkpointDirectory(updates).replace('checkpoints', 'adapters');
}
