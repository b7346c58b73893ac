import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { removeTemporaries, type StageContext } from '@lethe/contracts';
import type { StepObserver } from '../observers/step-observer.js';
import { type ResumePoint, readResumePoint } from './resume-point.js';

/**
 * The resume point from which an interrupted training goes on. Without one, or when it cannot be used, the directory is
 * emptied and training starts over, as it does for good.
 */
export function prepareResume(
  { out, log, resumed }: Pick<StageContext, 'out' | 'log' | 'resumed'>,
  backend: string,
  observers: readonly Pick<StepObserver, 'name' | 'position'>[],
): ResumePoint | undefined {
  if (!resumed) return undefined;
  const point = readResumePoint(out);
  const refusal = whyNot(point, backend, observers);
  if (refusal === undefined) {
    removeTemporaries(out);
    log(`going on after update ${point!.updates}, where training was interrupted`);
    return point;
  }
  log(`starting over: ${refusal}`);
  for (const name of readdirSync(out)) {
    // The stage's own marks, such as the one that it is unfinished.
    if (!name.startsWith('.')) rmSync(join(out, name), { recursive: true, force: true });
  }
  return undefined;
}

function whyNot(
  point: ResumePoint | undefined,
  backend: string,
  observers: readonly Pick<StepObserver, 'name' | 'position'>[],
): string | undefined {
  if (!point) return 'training was interrupted before the first place to go on from';
  if (point.backend !== backend) return `training began on ${point.backend}, and this is ${backend}`;
  const lacking = observers.find(({ position }) => position === undefined);
  if (lacking) return `observer ${lacking.name} cannot go on from a place in the middle`;
  if (point.observers.length !== observers.length) return 'there are other observers';
  return undefined;
}
