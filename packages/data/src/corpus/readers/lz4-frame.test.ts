import { expect, test } from 'vitest';
import { decompressLz4Frames } from './lz4-frame.js';

const header = [0x04, 0x22, 0x4d, 0x18, 0x40, 0x40, 0xc0];
const block = (bytes: number[], stored = 0): number[] => [bytes.length, 0, 0, stored, ...bytes];
const end = [0, 0, 0, 0];
const ascii = (text: string): number[] => [...Buffer.from(text)];
const decompress = (...bytes: number[][]): string =>
  Buffer.from(decompressLz4Frames(Uint8Array.from(bytes.flat()))).toString();

test('literals, matches that overlap themselves, stored blocks, and matches into the block before', () => {
  // Token: 3 literals, match of 4 + 5, three bytes back; then 2 literals.
  const abc = block([0x35, ...ascii('abc'), 3, 0, 0x20, ...ascii('xy')]);
  expect(decompress(header, abc, end)).toBe('abcabcabcabcxy');
  expect(decompress(header, block(ascii('raw'), 0x80), end, header, abc, end)).toBe('rawabcabcabcabcxy');
  const back = block([0x00, 14, 0, 0x10, ...ascii('z')]);
  expect(decompress(header, abc, back, end)).toBe('abcabcabcabcxyabcaz');
});

test('lengths go on in further bytes', () => {
  const literals = 'l'.repeat(15 + 255 + 7);
  const long = block([0xf0, 255, 7, ...ascii(literals)]);
  long.splice(0, 2, (long.length - 4) & 255, (long.length - 4) >> 8);
  expect(decompress(header, long, end)).toBe(literals);
  const run = block([0x1f, ...ascii('r'), 1, 0, 255, 255, 30, 0x10, ...ascii('e')]);
  expect(decompress(header, run, end)).toBe(`${'r'.repeat(1 + 4 + 15 + 255 + 255 + 30)}e`);
});

test.each([
  ['another format', [[1, 2, 3, 4, 5, 6, 7, 8]], /not an LZ4 frame/],
  ['a block that is cut', [header, [9, 0, 0, 0, 0x35]], /middle of a block/],
  ['literals that are cut', [header, block([0x50, 1]), end], /middle of its literals/],
  ['a match that is cut', [header, block([0x14, 65, 1]), end], /middle of a sequence/],
  ['a match before the data', [header, block([0x14, 65, 2, 0]), end], /before the data/],
  ['no end', [header, block([0x10, 65])], /outside the bounds/],
  ['a dictionary', [[0x04, 0x22, 0x4d, 0x18, 0x41, 0x40, 0xc0], end], /not supported/],
] as [string, number[][], RegExp][])('%s is refused', (_, bytes, message) => {
  expect(() => decompress(...bytes)).toThrow(message);
});
