import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeWheel } from '../testing/make-wheel.js';
import { extractWheel, parseRecord, readWheelMember } from './extract-wheel.js';

let folder: string;
let wheel: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lethe-wheel-'));
  wheel = join(folder, 'fake.whl');
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const out = (name: string) => join(folder, 'out', name);
const all = (name: string) => (name.endsWith('RECORD') ? undefined : out(name));

describe('extractWheel', () => {
  test('writes the chosen members, deflated, stored or empty, and leaves the others', async () => {
    const big = Buffer.alloc(3_000_000, 'abcdefg');
    makeWheel(wheel, [
      { name: 'a/deflated.so', content: big },
      { name: 'a/stored.h', content: 'plain', stored: true },
      { name: 'a/empty.h', content: '' },
      { name: 'b/other.py', content: 'left' },
    ]);
    const written = await extractWheel(wheel, (name) => (name.startsWith('a/') ? out(name) : undefined));
    expect(written).toEqual(['a/deflated.so', 'a/stored.h', 'a/empty.h']);
    expect(readFileSync(out('a/deflated.so')).equals(big)).toBe(true);
    expect(readFileSync(out('a/stored.h'), 'utf8')).toBe('plain');
    expect(readFileSync(out('a/empty.h'), 'utf8')).toBe('');
    expect(existsSync(out('b/other.py'))).toBe(false);
  });

  test.each([
    ['another digest', `a.h,sha256=${'A'.repeat(43)},5`, /a\.h does not match/],
    ['another size', 'a.h,sha256=LPJNul-wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ,6', /a\.h does not match/],
    ['no line', null, /a\.h is not in the wheel's RECORD/],
  ])('refuses a member of which RECORD has %s', async (_, recorded, message) => {
    makeWheel(wheel, [{ name: 'a.h', content: 'hello', recorded }]);
    await expect(extractWheel(wheel, all)).rejects.toThrow(message);
  });

  test('refuses a flipped byte and a truncated file', async () => {
    makeWheel(wheel, [{ name: 'a.h', content: 'hello', stored: true }]);
    const bytes = readFileSync(wheel);
    const at = bytes.indexOf('hello');
    bytes[at] = bytes[at]! ^ 1;
    writeFileSync(wheel, bytes);
    await expect(extractWheel(wheel, all)).rejects.toThrow(/does not match/);
    truncateSync(wheel, bytes.length - 30);
    await expect(extractWheel(wheel, all)).rejects.toThrow(/not a complete ZIP file/);
  });

  test('refuses what is no wheel at all', async () => {
    writeFileSync(wheel, 'no archive');
    await expect(extractWheel(wheel, all)).rejects.toThrow(/not a complete ZIP file/);
    writeFileSync(wheel, Buffer.concat([Buffer.from('PK\x05\x06', 'latin1'), Buffer.alloc(18)]));
    await expect(extractWheel(wheel, all)).rejects.toThrow(/no RECORD/);
  });

  test.skipIf(spawnSync('python3', ['--version']).status !== 0)(
    'reads archives that another program wrote',
    async () => {
      mkdirSync(join(folder, 'x-1.dist-info'));
      writeFileSync(join(folder, 'x.h'), 'hello');
      writeFileSync(
        join(folder, 'x-1.dist-info', 'RECORD'),
        'x.h,sha256=LPJNul-wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ,5\n',
      );
      spawnSync('python3', ['-m', 'zipfile', '-c', 'fake.whl', 'x.h', 'x-1.dist-info'], { cwd: folder });
      expect(await readWheelMember(wheel, /RECORD$/)).toMatch(/^x\.h,sha256=/);
      expect(await readWheelMember(wheel, /METADATA$/)).toBeUndefined();
      await extractWheel(wheel, (name) => (name === 'x.h' ? out(name) : undefined));
      expect(readFileSync(out('x.h'), 'utf8')).toBe('hello');
    },
  );
});

test('parseRecord reads plain and quoted paths and passes over lines without a digest', () => {
  const record = parseRecord(
    'a/b.so,sha256=x_-Y,12\r\n"odd, ""name"".h",sha256=zz,3\nfake.dist-info/RECORD,,\n',
  );
  expect([...record]).toEqual([
    ['a/b.so', { sha256: 'x_-Y', size: 12 }],
    ['odd, "name".h', { sha256: 'zz', size: 3 }],
  ]);
});
