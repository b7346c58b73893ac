import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, expect, test } from 'vitest';
import { LetheError } from '../errors.js';
import { readUtf8, readWhole } from './read-text.js';

const directory = mkdtempSync(join(tmpdir(), 'lethe-text-'));
afterAll(() => rmSync(directory, { recursive: true }));
const path = join(directory, 'text');

test('a file is read as a whole up to a number of bytes, decompressed or not', async () => {
  for (const content of [Buffer.from('abcdef'), gzipSync('abcdef')]) {
    writeFileSync(path, content);
    expect((await readWhole(path, { maxBytes: 6 }))?.toString()).toBe('abcdef');
    expect(await readWhole(path, { maxBytes: 5 })).toBeUndefined();
  }
  await expect(readWhole(join(directory, 'absent'))).rejects.toThrow(LetheError);
});

test('a text that no string holds is refused before it is read', () => {
  writeFileSync(path, '\ufeffa\r\nb');
  expect(readUtf8(path)).toBe('a\nb');
  truncateSync(path, 2 ** 32);
  expect(() => readUtf8(path)).toThrow(/too large to be read as one text[\s\S]*4294967296 bytes/);
});
