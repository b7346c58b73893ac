import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Transform } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { openZipEntry, readZipDirectory, type ZipEntry } from './zip-file.js';

/**
 * Extracts the chosen members of a wheel, streaming, and checks each against the SHA-256 and size in the wheel's RECORD
 * (Python packaging specification, "Recording installed projects").
 * @param choose maps a member's name to the path to write, or to undefined to leave it out
 * @returns the names of the members that were written
 * @throws Error when the wheel is damaged, or a chosen member is not recorded or does not match
 */
export async function extractWheel(
  wheel: string,
  choose: (member: string) => string | undefined,
): Promise<string[]> {
  const entries = await readZipDirectory(wheel);
  const recordEntry = entries.find((entry) => /^[^/]+\.dist-info\/RECORD$/.test(entry.name));
  if (recordEntry === undefined) throw new Error('not a wheel: it has no RECORD');
  const record = parseRecord(await text(await openZipEntry(wheel, recordEntry)));
  const written: string[] = [];
  for (const entry of entries) {
    const target = entry.name.endsWith('/') ? undefined : choose(entry.name);
    if (target === undefined) continue;
    await extractEntry(wheel, entry, target, record.get(entry.name));
    written.push(entry.name);
  }
  return written;
}

async function extractEntry(
  wheel: string,
  entry: ZipEntry,
  target: string,
  expected: RecordLine | undefined,
): Promise<void> {
  if (expected === undefined) throw new Error(`${entry.name} is not in the wheel's RECORD`);
  await mkdir(dirname(target), { recursive: true });
  const hash = createHash('sha256');
  let size = 0;
  const measure = new Transform({
    transform(chunk: Buffer, _encoding, next) {
      hash.update(chunk);
      size += chunk.length;
      next(null, chunk);
    },
  });
  await pipeline(await openZipEntry(wheel, entry), measure, createWriteStream(target));
  if (size !== expected.size || hash.digest('base64url') !== expected.sha256) {
    throw new Error(`${entry.name} does not match the wheel's RECORD`);
  }
}

interface RecordLine {
  /** URL-safe base64 without padding. */
  sha256: string;
  size: number;
}

/** Reads lines of the form `path,sha256=digest,size`; a path with a comma is quoted. */
export function parseRecord(content: string): Map<string, RecordLine> {
  const lines = new Map<string, RecordLine>();
  for (const line of content.split(/\r?\n/)) {
    const match = /^(?:"((?:[^"]|"")*)"|([^,]*)),sha256=([\w-]+),(\d+)$/.exec(line);
    if (match === null) continue;
    const path = match[1]?.replaceAll('""', '"') ?? match[2]!;
    lines.set(path, { sha256: match[3]!, size: Number(match[4]) });
  }
  return lines;
}
