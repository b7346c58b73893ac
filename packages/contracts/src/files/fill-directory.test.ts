import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fillDirectory } from './fill-directory.js';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'lethe-fill-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

test('what fails leaves nothing', async () => {
  const failing = fillDirectory(join(directory, 'out'), async (partial) => {
    writeFileSync(join(partial, 'half'), '');
    throw new Error('cut');
  });
  await expect(failing).rejects.toThrow('cut');
  expect(readdirSync(directory)).toEqual([]);
});

test('the directory appears when all is in it, and returns what fill does', async () => {
  const out = join(directory, 'deep', 'out');
  mkdirSync(out, { recursive: true });
  const result = await fillDirectory(out, async (partial) => {
    writeFileSync(join(partial, 'file'), 'text');
    expect(readdirSync(join(directory, 'deep')).filter((name) => name.endsWith('.tmp'))).toHaveLength(1);
    expect(readdirSync(out)).toEqual([]);
    return 7;
  });
  expect(result).toBe(7);
  expect(readdirSync(join(directory, 'deep'))).toEqual(['out']);
  expect(readFileSync(join(out, 'file'), 'utf8')).toBe('text');
});

test('a directory in use is refused before fill begins, and one that was taken meanwhile is kept', async () => {
  writeFileSync(join(directory, 'file'), '');
  const never = async () => expect.unreachable();
  await expect(fillDirectory(directory, never)).rejects.toThrow(/not free[\s\S]*found: +file/);
  await expect(fillDirectory(join(directory, 'file'), never)).rejects.toThrow(/not free/);
  const out = join(directory, 'out');
  const late = fillDirectory(out, async () => {
    mkdirSync(out);
    writeFileSync(join(out, 'theirs'), '');
  });
  await expect(late).rejects.toThrow(/not free/);
  expect(existsSync(join(out, 'theirs'))).toBe(true);
  expect(readdirSync(directory)).toEqual(['file', 'out']);
});

// A recursive mkdir of Node never returns here, and no signal ends it.
test.runIf(process.platform === 'linux')('a place that takes no entries is refused at once', async () => {
  for (const out of ['/proc/lethe', '/proc/lethe/deeper']) {
    await expect(fillDirectory(out, async () => expect.unreachable())).rejects.toThrow(
      /cannot be made[\s\S]*name another directory/,
    );
  }
});
