import { LetheError } from '@lethe/contracts';

/**
 * Stops a training whose loss or gradient is NaN or infinite: every later step would be so too.
 * @throws LetheError naming the step and what to try
 */
export function checkFinite(
  step: number,
  { loss, gradNorm }: { loss: number; gradNorm: number },
  learningRate: number,
): void {
  if (Number.isFinite(loss) && Number.isFinite(gradNorm)) return;
  throw new LetheError({
    what: `training broke down: the ${Number.isFinite(loss) ? 'gradient' : 'loss'} is not finite`,
    where: `training step ${step}`,
    expected: 'a finite loss and gradient norm',
    found: `loss ${loss}, gradient norm ${gradNorm}, learning rate ${learningRate}`,
    next: 'lower train.optimizer.learningRate, lengthen train.schedule.warmupSteps, or set train.clipNorm (1 is usual); the steps table shows how it began',
  });
}
