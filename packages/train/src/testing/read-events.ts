import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { maskedCrc32c, TENSORBOARD_DIRECTORY } from '../tensorboard/event-writer.js';

export interface ReadEvent {
  wallTime: number;
  step: number;
  version?: string;
  scalars: Record<string, number>;
}

type Field = number | Buffer;

/** Fields of a protocol buffer message by number, in order; doubles and floats as bytes. */
function fields(message: Buffer): [number, Field][] {
  const found: [number, Field][] = [];
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = message[at++]!;
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
  };
  const take = (size: number): Buffer => {
    at += size;
    return message.subarray(at - size, at);
  };
  while (at < message.length) {
    const key = varint();
    const read: Record<number, () => Field> = {
      0: varint,
      1: () => take(8),
      2: () => take(varint()),
      5: () => take(4),
    };
    found.push([key >> 3, read[key & 7]!()]);
  }
  return found;
}

/** Reads the event file of a train directory, its checksums checked: a second implementation. */
export function readEvents(out: string): ReadEvent[] {
  const directory = join(out, TENSORBOARD_DIRECTORY);
  const [name] = readdirSync(directory);
  const file = readFileSync(join(directory, name!));
  const events: ReadEvent[] = [];
  for (let at = 0; at < file.length; ) {
    const length = Number(file.readBigUInt64LE(at));
    expect(file.readUInt32LE(at + 8)).toBe(maskedCrc32c(file.subarray(at, at + 8)));
    const data = file.subarray(at + 12, at + 12 + length);
    expect(file.readUInt32LE(at + 12 + length)).toBe(maskedCrc32c(data));
    at += length + 16;
    const event: ReadEvent = { wallTime: 0, step: 0, scalars: {} };
    for (const [number, value] of fields(data)) {
      if (number === 1) event.wallTime = (value as Buffer).readDoubleLE();
      if (number === 2) event.step = value as number;
      if (number === 3) event.version = String(value);
      if (number !== 5) continue;
      for (const [, item] of fields(value as Buffer)) {
        const parts = new Map(fields(item as Buffer));
        event.scalars[String(parts.get(1))] = (parts.get(2) as Buffer).readFloatLE();
      }
    }
    events.push(event);
  }
  return events;
}
