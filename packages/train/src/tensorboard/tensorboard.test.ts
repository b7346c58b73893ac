import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readEvents } from '../testing/read-events.js';
import { crc32c, createEventWriter, maskedCrc32c, scalarsEvent, versionEvent } from './event-writer.js';

let out: string;
beforeEach(() => {
  out = mkdtempSync(join(tmpdir(), 'lethe-events-'));
});
afterEach(() => rmSync(out, { recursive: true, force: true }));

it('checksums are CRC-32C, with the values of RFC 3720', () => {
  expect(crc32c(Buffer.from('123456789'))).toBe(0xe3069283);
  expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa);
  expect(crc32c(new Uint8Array(32).fill(0xff))).toBe(0x62a8ab43);
  expect(crc32c(Uint8Array.from({ length: 32 }, (_, i) => i))).toBe(0x46dd794e);
  expect(maskedCrc32c(Buffer.from('123456789'))).toBe(
    (((0xe3069283 >>> 15) | (0xe3069283 << 17)) + 0xa282ead8) >>> 0,
  );
});

it('events are, byte for byte, those of tensorboard', () => {
  // Written by tensorboard.compat.proto.event_pb2 and tensorboard.summary.writer.record_writer.
  expect(Buffer.from(versionEvent(1)).toString('hex')).toBe(GOLDEN_VERSION);
  expect(Buffer.from(scalarsEvent(1.5, 300, { loss: 2.25, grad_norm: 0.5 })).toString('hex')).toBe(
    GOLDEN_SCALARS,
  );
});

it('a file is continued after an interruption', () => {
  const writer = createEventWriter(out, undefined, 0);
  for (let step = 0; step < 3; step++) writer.add(step, step / 2, { loss: step });
  const position = writer.position();
  writer.add(3, 9, { loss: 9 });
  writer.close();
  const again = createEventWriter(out, position);
  again.add(3, 1.5, { loss: 3 });
  again.close();
  const events = readEvents(out);
  expect(events[0]).toMatchObject({ version: 'brain.Event:2' });
  expect(events.slice(1)).toEqual(
    [0, 1, 2, 3].map((step) => ({ wallTime: step / 2, step, scalars: { loss: step } })),
  );
});

const GOLDEN_VERSION = '1800000000000000a37f4b2209000000000000f03f1a0d627261696e2e4576656e743a3286bf577a';
const GOLDEN_SCALARS =
  '2d000000000000003c418afb09000000000000f83f10ac022a1f0a0b0a046c6f737315000010400a100a09677261645f6e6f726d150000003fc0b3ccbb';
