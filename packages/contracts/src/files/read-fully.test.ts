import fs, { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readFully, writeFully } from './read-fully.js';

const { readSync, writeSync } = fs;
let directory: string;
let file: number;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'lethe-bytes-'));
  file = openSync(join(directory, 'file'), 'w+');
  // A system may move fewer bytes than it was asked to.
  const few =
    (call: typeof readSync) =>
    (fd: number, view: NodeJS.ArrayBufferView, offset: number, length: number, at: number) =>
      call(fd, view, offset, Math.min(length, 3), at);
  Object.assign(fs, { readSync: few(readSync), writeSync: few(writeSync as never) });
  syncBuiltinESMExports();
});
afterEach(() => {
  Object.assign(fs, { readSync, writeSync });
  syncBuiltinESMExports();
  closeSync(file);
  rmSync(directory, { recursive: true });
});

test('views of any element are written and read whole, however little a call moves', () => {
  const words = Int32Array.of(1, -2, 3, 1 << 30);
  writeFully(file, words.subarray(1), 8);
  writeFully(file, Buffer.from('01234567'), 0);
  expect(readFileSync(join(directory, 'file')).subarray(0, 8).toString()).toBe('01234567');
  const back = new Int32Array(5);
  expect(readFully(file, back.subarray(1, 4), 8)).toBe(12);
  expect([...back]).toEqual([0, -2, 3, 1 << 30, 0]);
});

test('without a position, bytes follow those before', () => {
  writeFully(file, Buffer.from('first '));
  writeFully(file, Buffer.from('second'));
  expect(readFileSync(join(directory, 'file'), 'utf8')).toBe('first second');
});

test('the end of the file shows in the number of bytes', () => {
  writeFully(file, Buffer.from('0123456789'), 0);
  const into = Buffer.alloc(8, '.');
  expect(readFully(file, into, 5)).toBe(5);
  expect(into.toString()).toBe('56789...');
  expect(readFully(file, into, 10)).toBe(0);
});

test('no call is asked for more than Node allows, however large the view', () => {
  const asked: number[] = [];
  const whole = (_fd: number, _view: NodeJS.ArrayBufferView, _offset: number, length: number): number => {
    if (length > 2 ** 31 - 1) throw new RangeError('length is out of range');
    asked.push(length);
    return length;
  };
  Object.assign(fs, { readSync: whole, writeSync: whole });
  syncBuiltinESMExports();
  // Its pages are never touched.
  const large = new Uint8Array(2 ** 31 + 5);
  expect(readFully(file, large, 0)).toBe(large.length);
  writeFully(file, large, 0);
  expect(asked.reduce((sum, length) => sum + length)).toBe(2 * large.length);
});
