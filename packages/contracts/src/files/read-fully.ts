import { readSync, writeSync } from 'node:fs';

/**
 * Reads from `position` of an open file until `into` is full or the file ends, which a single system call need not do.
 * @returns bytes read, fewer than `into` has only at the end of the file
 */
export function readFully(file: number, into: NodeJS.ArrayBufferView, position: number): number {
  let done = 0;
  while (done < into.byteLength) {
    const read = readSync(file, into, done, into.byteLength - done, position + done);
    if (read === 0) break;
    done += read;
  }
  return done;
}

/** Writes all bytes of a view to an open file: at `position`, by default at the file's current position. */
export function writeFully(file: number, from: ArrayBufferView, position?: number): void {
  const bytes = new Uint8Array(from.buffer, from.byteOffset, from.byteLength);
  for (let done = 0; done < bytes.length; ) {
    const at = position === undefined ? null : position + done;
    done += writeSync(file, bytes, done, bytes.length - done, at);
  }
}
