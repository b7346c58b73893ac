import { closeSync, fstatSync, ftruncateSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { scalarsEvent, versionEvent } from './event-bytes.js';

/** Below the directory of the train stage. */
export const TENSORBOARD_DIRECTORY = 'tensorboard';
/** TensorBoard asks for `tfevents` in the name and sorts by the number after it. */
const FILE = 'events.out.tfevents.0000000000.lethe';

export interface EventWriter {
  /**
   * Adds the scalars of one step.
   * @param seconds of training so far
   */
  add(step: number, seconds: number, scalars: Record<string, number>): void;
  /** Writes what is left; returns the bytes of the file. */
  position(): number;
  close(): void;
}

/**
 * Writes scalars as TensorBoard events: `tensorboard --logdir out/full/train`. Times are those of training, from the
 * beginning on, and not of the clock, so that equal trainings differ no more than they must.
 * @param keep bytes of the file from which an interrupted training goes on; what comes after them is cut off
 */
export function createEventWriter(out: string, keep?: number, bufferedBytes = 65_536): EventWriter {
  mkdirSync(join(out, TENSORBOARD_DIRECTORY), { recursive: true });
  const file = openSync(join(out, TENSORBOARD_DIRECTORY, FILE), keep === undefined ? 'w' : 'a');
  let waiting: Uint8Array[] = keep === undefined ? [versionEvent(0)] : [];
  let size = 0;
  if (keep !== undefined) ftruncateSync(file, keep);
  const flush = (): void => {
    const bytes = Buffer.concat(waiting);
    waiting = [];
    size = 0;
    for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done);
  };
  return {
    add(step, seconds, scalars) {
      const event = scalarsEvent(seconds, step, scalars);
      waiting.push(event);
      size += event.length;
      if (size > bufferedBytes) flush();
    },
    position() {
      flush();
      return fstatSync(file).size;
    },
    close() {
      flush();
      closeSync(file);
    },
  };
}
