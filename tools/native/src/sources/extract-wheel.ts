import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Transform } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { type Entry, openPromise, type ZipFile } from 'yauzl';

const RECORD = /^[^/]+\.dist-info\/RECORD$/;

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
  return withMembers(wheel, async (zip, entries) => {
    const recordEntry = entries.find(({ fileName }) => RECORD.test(fileName));
    if (recordEntry === undefined) throw new Error('not a wheel: it has no RECORD');
    const record = parseRecord(await text(await zip.openReadStreamPromise(recordEntry)));
    const written: string[] = [];
    for (const entry of entries) {
      const target = entry.fileName.endsWith('/') ? undefined : choose(entry.fileName);
      if (target === undefined) continue;
      await extractEntry(zip, entry, target, record.get(entry.fileName));
      written.push(entry.fileName);
    }
    return written;
  });
}

/** The text of the first member whose name matches; undefined when there is none. */
export function readWheelMember(wheel: string, name: RegExp): Promise<string | undefined> {
  return withMembers(wheel, async (zip, entries) => {
    const entry = entries.find(({ fileName }) => name.test(fileName));
    return entry && text(await zip.openReadStreamPromise(entry));
  });
}

async function withMembers<T>(path: string, use: (zip: ZipFile, entries: Entry[]) => Promise<T>): Promise<T> {
  let zip: ZipFile;
  try {
    zip = await openPromise(path, { autoClose: false });
  } catch (error) {
    throw new Error(`not a complete ZIP file: ${(error as Error).message}`, { cause: error });
  }
  try {
    const entries: Entry[] = [];
    for await (const entry of zip.eachEntry()) entries.push(entry);
    return await use(zip, entries);
  } finally {
    zip.close();
  }
}

async function extractEntry(
  zip: ZipFile,
  entry: Entry,
  target: string,
  expected: RecordLine | undefined,
): Promise<void> {
  if (expected === undefined) throw new Error(`${entry.fileName} is not in the wheel's RECORD`);
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
  await pipeline(await zip.openReadStreamPromise(entry), measure, createWriteStream(target));
  if (size !== expected.size || hash.digest('base64url') !== expected.sha256) {
    throw new Error(`${entry.fileName} does not match the wheel's RECORD`);
  }
}

interface RecordLine {
  /** URL-safe base64 without padding. */
  sha256: string;
  size: number;
}

/** Parses lines of the form `path,sha256=digest,size`; a path with a comma is quoted. */
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
