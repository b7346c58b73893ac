import { readSync, writeSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';

/** Bytes of one system call: Node refuses more than 2^31 - 1. */
const LARGEST_CALL = 2 ** 30;

/**
 * Reads from `position` of an open file until `into` is full or the file ends, which a single system call need not do.
 * @param largestCall bytes of one system call at most
 * @returns bytes read, fewer than `into` has only at the end of the file
 */
export function readFully(
  file: number,
  into: NodeJS.ArrayBufferView,
  position: number,
  largestCall = LARGEST_CALL,
): number {
  let done = 0;
  while (done < into.byteLength) {
    const part = viewOf(into, done, largestCall);
    const read = readSync(file, part, 0, part.length, position + done);
    if (read === 0) break;
    done += read;
  }
  return done;
}

/** As `readFully`, without waiting. */
export async function readFullyFrom(
  file: FileHandle,
  into: NodeJS.ArrayBufferView,
  position: number,
  largestCall = LARGEST_CALL,
): Promise<number> {
  let done = 0;
  while (done < into.byteLength) {
    const part = viewOf(into, done, largestCall);
    const { bytesRead } = await file.read(part, 0, part.length, position + done);
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return done;
}

/**
 * Writes all bytes of a view to an open file: at `position`, by default at the file's current position.
 * @param largestCall bytes of one system call at most
 */
export function writeFully(
  file: number,
  from: ArrayBufferView,
  position?: number,
  largestCall = LARGEST_CALL,
): void {
  for (let done = 0; done < from.byteLength; ) {
    const part = viewOf(from, done, largestCall);
    done += writeSync(file, part, 0, part.length, position === undefined ? null : position + done);
  }
}

/** The bytes of a view from `begin` on, `largest` at most. */
function viewOf(
  { buffer, byteOffset, byteLength }: ArrayBufferView,
  begin: number,
  largest: number,
): Uint8Array {
  return new Uint8Array(buffer, byteOffset + begin, Math.min(largest, byteLength - begin));
}
