import { closeSync, fstatSync, ftruncateSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { writeFully } from '@lethe/contracts';

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
 * Writes scalars as TensorBoard events: `tensorboard --logdir out/full/train`. Times count from the start of training, not by the
 * clock, so that equal trainings differ as little as possible.
 * @param keep bytes of the file at which an interrupted training is resumed; the rest is cut off
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
    writeFully(file, bytes);
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

// Field numbers of tensorflow.Event: wall_time 1, step 2, file_version 3, summary 5;
// of Summary: value 1; of Summary.Value: tag 1, simple_value 2.
const VARINT = 0;
const FIXED64 = 1;
const LENGTH = 2;
const FIXED32 = 5;

/** The first record of an event file. */
export function versionEvent(wallTime: number): Uint8Array {
  return record(Buffer.concat([double(1, wallTime), text(3, 'brain.Event:2')]));
}

/**
 * A record that holds scalars of one step.
 * @param wallTime seconds since 1970
 */
export function scalarsEvent(wallTime: number, step: number, scalars: Record<string, number>): Uint8Array {
  const values = Object.entries(scalars).map(([tag, value]) =>
    bytes(1, Buffer.concat([text(1, tag), float(2, value)])),
  );
  return record(
    Buffer.concat([double(1, wallTime), key(2, VARINT), varint(step), bytes(5, Buffer.concat(values))]),
  );
}

/** A TFRecord: length, its checksum, data, their checksum. */
function record(data: Uint8Array): Uint8Array {
  const head = Buffer.alloc(12);
  head.writeBigUInt64LE(BigInt(data.length));
  head.writeUInt32LE(maskedCrc32c(head.subarray(0, 8)), 8);
  const foot = Buffer.alloc(4);
  foot.writeUInt32LE(maskedCrc32c(data));
  return Buffer.concat([head, data, foot]);
}

const key = (field: number, wire: number): Buffer => varint(field * 8 + wire);
const text = (field: number, value: string): Buffer => bytes(field, Buffer.from(value));
const bytes = (field: number, value: Buffer): Buffer =>
  Buffer.concat([key(field, LENGTH), varint(value.length), value]);

function double(field: number, value: number): Buffer {
  const buffer = Buffer.alloc(8);
  buffer.writeDoubleLE(value);
  return Buffer.concat([key(field, FIXED64), buffer]);
}

function float(field: number, value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeFloatLE(value);
  return Buffer.concat([key(field, FIXED32), buffer]);
}

function varint(value: number): Buffer {
  const out: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) out.push((rest % 128) + 128);
  out.push(rest);
  return Buffer.from(out);
}

const POLYNOMIAL = 0x82f63b78;

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ POLYNOMIAL : value >>> 1;
  return value;
});

/** CRC-32C (Castagnoli, RFC 3720 appendix B.4) of bytes. */
export function crc32c(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (let i = 0; i < bytes.length; i++) crc = table[(crc ^ bytes[i]!) & 0xff]! ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

/** As TFRecord files store it, so that a checksum of data with checksums in them is not degenerate. */
export function maskedCrc32c(bytes: Uint8Array): number {
  const crc = crc32c(bytes);
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}
