import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { LetheError } from '@lethe/contracts';

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
  const good = lastCheckpoint(out);
  throw new LetheError({
    what: `training diverged: the ${Number.isFinite(loss) ? 'gradient' : 'loss'} is not finite`,
    where: `training step ${step}`,
    expected: 'a finite loss and gradient norm',
    found: `loss ${loss}, gradient norm ${gradNorm}, learning rate ${learningRate}; ${good ? `the last good checkpoint is ${good}` : 'there is no checkpoint before it'}`,
    next: `lower train.optimizer.learningRate, lengthen train.schedule.warmupSteps, or set train.clipNorm (1 is usual); the steps table shows how it began, and lethe data batch --step ${step} the batch`,
  });
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
