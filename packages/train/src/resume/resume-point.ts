import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  LetheError,
  RESUME_DIRECTORY,
  removeResumeDirectory,
  removeTemporaries,
  replaceDirectory,
  type StageContext,
  type TablePosition,
} from '@lethe/contracts';
import { openSafetensors, type Weights, writeSafetensorsAsync } from '@lethe/model';
import * as z from 'zod';
import { updatesOfDirectory } from '../checkpoints/checkpoint-schedule.js';
import type { StepObserver } from '../observers/step-observer.js';

const STATE_FILE = 'state.safetensors';
const POSITION_FILE = 'position.json';

const tablePosition = z.strictObject({ shard: z.int().nonnegative(), bytes: z.int().positive() });
const positionSchema = z.strictObject({
  format: z.literal(1),
  updates: z.int().nonnegative(),
  /** Seconds of training up to here, without pauses. */
  seconds: z.number().nonnegative(),
  backend: z.string(),
  steps: tablePosition,
  events: z.int().nonnegative().nullable(),
  /** The position of every observer, in order. */
  observers: z.array(z.json()),
});

/** Where a training stood, beside the values of its state. */
export interface ResumePosition {
  /** Number of updates done. */
  updates: number;
  seconds: number;
  backend: string;
  /** End of the steps table. */
  steps: TablePosition;
  /** Bytes of the TensorBoard events; null where none are written. */
  events: number | null;
  observers: z.infer<typeof positionSchema>['observers'];
}

/** A training as it stood after some update. */
export interface ResumePoint extends ResumePosition {
  /** Parameters and optimizer state by name; each is read when it is asked for. */
  state: ReturnType<typeof openSafetensors>['weights'];
}

/**
 * Writes a resume point and removes those before it, while training goes on; one at a time. It appears under its name only
 * when it is complete and on the disk, and the one before is removed only then, so that at any moment one of them is whole.
 * @param out directory of the train stage
 * @param state values that do not change before the promise settles
 */
export async function writeResumePoint(out: string, position: ResumePosition, state: Weights): Promise<void> {
  const parent = join(out, RESUME_DIRECTORY);
  const name = String(position.updates).padStart(9, '0');
  await replaceDirectory(join(parent, name), async (partial) => {
    await writeSafetensorsAsync(join(partial, STATE_FILE), state);
    writeFileSync(join(partial, POSITION_FILE), JSON.stringify({ format: 1, ...position }));
  });
  for (const other of await readdir(parent)) {
    if (other !== name) await rm(join(parent, other), { recursive: true, force: true });
  }
}

/**
 * The last resume point below the directory of a train stage; undefined where there is none.
 * @throws LetheError when one is broken
 */
export function readResumePoint(out: string): ResumePoint | undefined {
  const parent = join(out, RESUME_DIRECTORY);
  if (!existsSync(parent)) return undefined;
  const name = readdirSync(parent)
    .filter((entry) => /^\d+$/.test(entry))
    .sort()
    .at(-1);
  if (name === undefined) return undefined;
  const path = join(parent, name, POSITION_FILE);
  try {
    const { format: _, ...position } = positionSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
    return { ...position, state: openSafetensors(join(parent, name, STATE_FILE)).weights };
  } catch (error) {
    throw new LetheError(
      {
        what: 'the resume point of this training cannot be read',
        where: path,
        found: (error as Error).message.split('\n')[0]!,
        next: 'start over: run the stage with --force',
      },
      { cause: error },
    );
  }
}

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
    removeLaterCheckpoints(out, point!.updates);
    log(`resuming after update ${point!.updates}`);
    return point;
  }
  log(`starting over: ${refusal}`);
  // First, so that none is left that asks for files which are gone.
  removeResumeDirectory(out);
  for (const name of readdirSync(out)) {
    // The stage's own marks, such as the one that it is unfinished.
    if (!name.startsWith('.')) rmSync(join(out, name), { recursive: true, force: true });
  }
  return undefined;
}

/** What was saved after the point is saved again, or not: a training that ends early may end elsewhere. */
function removeLaterCheckpoints(out: string, updates: number): void {
  for (const parent of ['checkpoints', 'adapters'].map((name) => join(out, name))) {
    const names = existsSync(parent) ? readdirSync(parent) : [];
    for (const name of names) {
      if ((updatesOfDirectory(name) ?? 0) > updates)
        rmSync(join(parent, name), { recursive: true, force: true });
    }
  }
}

function whyNot(
  point: ResumePoint | undefined,
  backend: string,
  observers: readonly Pick<StepObserver, 'name' | 'position'>[],
): string | undefined {
  if (!point) return 'training was interrupted before the first resume point';
  if (point.backend !== backend) return `training began on ${point.backend}, not on ${backend}`;
  const lacking = observers.find(({ position }) => position === undefined);
  if (lacking) return `observer ${lacking.name} cannot be resumed`;
  if (point.observers.length !== observers.length) return 'the observers have changed';
  return undefined;
}
