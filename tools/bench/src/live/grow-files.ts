import { closeSync, openSync, readSync, statSync, writeSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

/** Milliseconds between two writes. */
const PAUSE = 50;

/** Copies files into a directory at a steady rate, all of them side by side, so that they are there after `seconds`. */
export async function growFiles(paths: readonly string[], directory: string, seconds: number): Promise<void> {
  const files = paths.map((path) => ({
    from: openSync(path, 'r'),
    to: openSync(join(directory, basename(path)), 'w'),
    bytes: statSync(path).size,
    copied: 0,
  }));
  const begin = performance.now();
  for (let part = 0; part < 1; ) {
    part = Math.min(1, (performance.now() - begin) / 1000 / seconds);
    for (const file of files) {
      const wanted = Math.floor(file.bytes * part) - file.copied;
      const buffer = Buffer.alloc(wanted);
      const read = readSync(file.from, buffer, 0, wanted, file.copied);
      writeSync(file.to, buffer, 0, read);
      file.copied += read;
    }
    await setTimeout(PAUSE);
  }
  for (const { from, to } of files) {
    closeSync(from);
    closeSync(to);
  }
}
