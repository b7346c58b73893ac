import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { LetheError } from '@lethe/contracts';
import { afterAll, expect, test } from 'vitest';
import { readBytes } from './read-bytes.js';

const directory = mkdtempSync(join(tmpdir(), 'lethe-bytes-'));
afterAll(() => rmSync(directory, { recursive: true }));

const path = join(directory, 'data.gz');
const read = async (...parts: Uint8Array[]): Promise<string> => {
  writeFileSync(path, Buffer.concat(parts));
  const chunks: Buffer[] = [];
  for await (const chunk of readBytes(path)) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
};
const gzip = (text: string): Buffer => gzipSync(text);

test('members of a gzip file are read one after the other', async () => {
  const long = 'x'.repeat(3_000_000);
  expect(await read(gzip('one'), gzip(''), gzip(long), gzip('end'))).toBe(`one${long}end`);
  expect(await read(gzip(''))).toBe('');
});

test('zeros after a gzip file are padding', async () => {
  for (const zeros of [1, 511, 1 << 18, 3_000_000])
    expect(await read(gzip('one'), Buffer.alloc(zeros))).toBe('one');
});

test('a file is decompressed by its content, not its name', async () => {
  expect(await read(Buffer.from('plain'))).toBe('plain');
  expect(await read()).toBe('');
});

test('gzip data that end early or go on with something else are refused', async () => {
  const whole = Buffer.concat([gzip('one'.repeat(1000)), gzip('two'.repeat(1000))]);
  const first = gzip('one'.repeat(1000)).length;
  for (const length of [
    whole.length - 1,
    whole.length - 9,
    first + 12,
    first + 5,
    first + 1,
    first - 1,
    12,
  ]) {
    const error = await read(whole.subarray(0, length)).catch((error) => error);
    expect(error, `${length} of ${whole.length} bytes`).toBeInstanceOf(LetheError);
    expect(error.problem).toMatchObject({ where: path, what: 'this gzip file is truncated or corrupt' });
  }
  await expect(read(whole, Buffer.from('rubbish'))).rejects.toThrow(/truncated or corrupt/);
  await expect(read(whole, Buffer.alloc(7), whole)).rejects.toThrow(/bytes after the gzip data, at byte \d+/);
  await expect(read(whole, Buffer.alloc(2_000_000), Buffer.from('x'))).rejects.toThrow(/no padding of zeros/);
  const damaged = Buffer.from(whole);
  damaged[first >> 1]! ^= 0xff;
  await expect(read(damaged)).rejects.toThrow(/truncated or corrupt/);
});

test('what the disk says is not taken for damage', async () => {
  const error = await readBytes(join(directory, 'absent'))
    .next()
    .catch((error) => error);
  expect(error).toBeInstanceOf(LetheError);
  expect(error.problem).toMatchObject({
    what: 'this input cannot be read',
    found: expect.stringContaining('ENOENT'),
  });
  await expect(readBytes(directory).next()).rejects.toThrow(/cannot be read[\s\S]*EISDIR/);
});

test('bytes of the file are counted as they are read', async () => {
  writeFileSync(path, gzip('x'.repeat(1_000_000)));
  let counted = 0;
  const onBytes = (bytes: number): void => {
    counted += bytes;
  };
  for await (const _ of readBytes(path, { onBytes })) expect(counted).toBeGreaterThan(0);
  expect(counted).toBe(gzip('x'.repeat(1_000_000)).length);
});
