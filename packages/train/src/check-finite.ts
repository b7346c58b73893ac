import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { LetheError } from '@lethe/contracts';
import type { Weights } from '@lethe/model';

/**
 * Stops a training whose loss or gradient is NaN or infinite, since all later ones would be too.
 * @param out directory of the stage, whose checkpoints are kept
 * @throws LetheError naming the step, its batch, the last good checkpoint and what to try
 */
export function checkFinite(
  step: number,
  { loss, gradNorm }: { loss: number; gradNorm: number },
  { learningRate, out }: { learningRate: number; out: string },
): void {
  if (Number.isFinite(loss) && Number.isFinite(gradNorm)) return;
  throw new LetheError({
    what: `training diverged: the ${Number.isFinite(loss) ? 'gradient' : 'loss'} is not finite`,
    where: `training step ${step}`,
    expected: 'a finite loss and gradient norm',
    found: `loss ${loss}, gradient norm ${gradNorm}, learning rate ${learningRate}; ${lastGood(out)}`,
    next: `${remedy}, and lethe data batch --step ${step} the batch`,
  });
}

/**
 * Stops a training whose weights or optimizer are NaN or infinite before they are saved: what is on the disk is good.
 * @param values what is to be saved after so many updates, by name
 * @throws LetheError naming the update, the first such tensor, the last good checkpoint and what to try
 */
export function checkFiniteWeights(updates: number, values: Weights, { out }: { out: string }): void {
  const first = Object.keys(values).find((name) => !allFinite(values[name]!.values));
  if (first === undefined) return;
  const all = Object.values(values).reduce((sum, { values }) => sum + values.length, 0);
  const broken = Object.values(values).reduce(
    (sum, { values }) => sum + values.reduce((count, value) => count + Number(!Number.isFinite(value)), 0),
    0,
  );
  throw new LetheError({
    what: `training diverged: ${first} is not finite`,
    where: `the state after update ${updates}`,
    expected: 'finite numbers',
    found: `${broken} of ${all} are NaN or infinite; ${lastGood(out)}`,
    next: remedy,
  });
}

/** What to do about a training that diverges. */
export const calmer =
  'lower train.optimizer.learningRate, lengthen train.schedule.warmupSteps, or set train.clipNorm (1 is usual)';
const remedy = `${calmer}; the steps table shows how it began`;

/** Whether all values are finite; any other times 0 is NaN. */
export function allFinite(values: ArrayLike<number>): boolean {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]! * 0;
  return sum === 0;
}

function lastGood(out: string): string {
  const good = lastCheckpoint(out);
  return good ? `the last good checkpoint is ${good}` : 'there is no checkpoint before it';
}

function lastCheckpoint(out: string): string | undefined {
  const directory = join(out, 'checkpoints');
  if (!existsSync(directory)) return undefined;
  const name = readdirSync(directory)
    .filter((entry) => entry.startsWith('step-'))
    .sort()
    .at(-1);
  return name && join(directory, name);
}
