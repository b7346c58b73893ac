import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { loadZstd, ZstdWindowError } from './zstd.js';

const zstd = await loadZstd();
// Written by the reference encoder: see make-fixtures.py there.
const far = readFileSync(fileURLToPath(new URL('../../fixtures/far.zst', import.meta.url)));
const lines = Array.from({ length: 10 }, (_, i) =>
  Array.from({ length: 10 }, (_, k) => createHash('sha256').update(`${i} ${k}`).digest('hex')).join(''),
);

/** A block of a frame: bytes as they are, or one byte many times (RFC 8878, 3.1.1.2). */
const block = (last: boolean, type: 'raw' | 'repeated', size: number, content: Uint8Array): Buffer => {
  const header = Buffer.alloc(3);
  header.writeUIntLE(Number(last) | (type === 'raw' ? 0 : 2) | (size << 3), 0, 3);
  return Buffer.concat([header, content]);
};
/** A frame whose window is 2 ** (10 + exponent) bytes. */
const frame = (exponent: number, ...blocks: Buffer[]): Buffer =>
  Buffer.concat([Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, exponent << 3]), ...blocks]);
const raw = (text: string): Buffer => frame(10, block(true, 'raw', text.length, Buffer.from(text)));
const skipped = Buffer.from('502a4d1803000000616263', 'hex');

/** What a stream yields when it is given data in pieces of some size. */
const read = (data: Uint8Array, size: number): Buffer[] => {
  const stream = zstd.open();
  const pieces: Buffer[] = [];
  try {
    for (let at = 0; at < data.length; at += size) {
      for (const piece of stream.decode(data.subarray(at, at + size))) pieces.push(piece);
    }
    stream.end();
  } finally {
    stream.close();
  }
  return pieces;
};

test('matches reach back through a window of 128 MiB', () => {
  for (const size of [far.length, 1000]) {
    const pieces = read(far, size);
    expect(pieces.every(({ length }) => length <= 2 ** 20)).toBe(true);
    const content = Buffer.concat(pieces);
    const [begin, end] = [content.indexOf(0), content.lastIndexOf(0) + 1];
    expect(end - begin).toBe(96 * 2 ** 20);
    expect(content.toString('latin1', 0, begin).split('\n')).toEqual(lines);
    const again = lines.map((line, i) => `${i} ${line}`);
    expect(content.toString('latin1', end).split('\n')).toEqual(again);
  }
});

test('a content that does not have its checksum is refused', () => {
  const wrong = Buffer.from(far);
  wrong[wrong.length - 1]! ^= 1;
  expect(() => read(wrong, 1 << 17)).toThrow('the content does not have its checksum');
});

test('frames follow each other, with some to skip between them', () => {
  const data = Buffer.concat([skipped, raw('one'), raw(''), skipped, raw('two'), skipped]);
  for (const size of [1, 2, 7, data.length]) {
    expect(Buffer.concat(read(data, size)).toString()).toBe('onetwo');
  }
  expect(zstd.decompress(data)).toEqual(Buffer.from('onetwo'));
});

test('data that end within a frame, or go on with something else, are refused', () => {
  const data = Buffer.concat([raw('one'), raw('two')]);
  for (let length = 1; length < data.length; length++) {
    if (length === raw('one').length) continue;
    expect(() => read(data.subarray(0, length), 4), `${length} bytes`).toThrow(/end within a frame/);
  }
  for (const after of ['rubbish', '\0\0\0\0\0', '\x1f\x8b\x08\x00\x00']) {
    expect(() => read(Buffer.concat([data, Buffer.from(after)]), 64)).toThrow('begin no zstd frame');
  }
});

test('a window that is too large is refused with its size, before memory is taken for it', () => {
  const content = block(true, 'raw', 1, Buffer.from('x'));
  expect(Buffer.concat(read(frame(17, content), 64)).toString()).toBe('x');
  for (const size of [1, 64]) {
    expect(() => read(frame(21, content), size)).toThrow('a window of 2048 MiB; at most 128 MiB are read');
  }
  // One segment of 3 GiB, whose size is its window.
  const segment = Buffer.from('28b52ffda0000000c0', 'hex');
  expect(() => read(Buffer.concat([segment, content]), 64)).toThrow(ZstdWindowError);
  expect(() => read(Buffer.concat([segment, content]), 64)).toThrow('a window of 3072 MiB');
});

test('a piece that grows a lot comes out little by little', () => {
  const repeated = Array.from({ length: 4000 }, () => block(false, 'repeated', 1 << 17, Buffer.from('x')));
  const data = frame(10, ...repeated, block(true, 'raw', 0, Buffer.alloc(0)));
  expect(data.length).toBeLessThan(17_000);
  const stream = zstd.open();
  let bytes = 0;
  for (const piece of stream.decode(data)) {
    expect(piece.length).toBeLessThanOrEqual(2 ** 20);
    bytes += piece.length;
  }
  stream.end();
  stream.close();
  expect(bytes).toBe(4000 * 2 ** 17);
  expect(() => zstd.decompress(data, 1000)).toThrow('more than the 1000 bytes declared');
});
