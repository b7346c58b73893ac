import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isTemporary, removeTemporaries } from './temporary-path.js';

// The child is started by path, so it runs the built files also when the sources are tested.
const BUILT = new URL('../../dist/files/index.js', import.meta.url).href;

/** Kills itself before its `at`-th call that changes the disk, and prints how many it made when it gets to the end. */
const child = (at: number, work: string): string => `
  import fs from 'node:fs';
  import { syncBuiltinESMExports } from 'node:module';
  let calls = 0;
  for (const name of ['writeFileSync', 'fsyncSync', 'renameSync', 'rmSync', 'mkdirSync']) {
    const call = fs[name];
    fs[name] = (...args) => {
      if (calls++ === ${at}) process.kill(process.pid, 'SIGKILL');
      return call(...args);
    };
  }
  syncBuiltinESMExports();
  const files = await import(${JSON.stringify(BUILT)});
  const write = (partial) => {
    fs.writeFileSync(partial, 'ne');
    fs.writeFileSync(partial, 'w', { flag: 'a' });
  };
  const fill = (partial) => {
    fs.writeFileSync(partial + '/a', 'new');
    fs.mkdirSync(partial + '/deep');
    fs.writeFileSync(partial + '/deep/b', 'new');
  };
  await (${work});
  console.log(calls);`;

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'lethe-killed-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** What a reader sees at a path: the contents of a file, or of all files of a directory. */
function seen(path: string): unknown {
  if (!existsSync(path)) return undefined;
  if (statSync(path).isFile()) return readFileSync(path, 'utf8');
  const entries = readdirSync(path, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
  return Object.fromEntries(
    entries.map((one) => [one.name, readFileSync(join(one.parentPath, one.name), 'utf8')]),
  );
}

/** Runs `work` killed before its first call, its second, ... and to its end; returns what a reader saw each time. */
function statesOf(work: string, before?: string | Record<string, string>): unknown[] {
  const states: unknown[] = [];
  for (let at = 0; at < 100; at++) {
    const place = join(root, String(at));
    mkdirSync(place);
    const target = join(place, 'target');
    if (typeof before === 'string') writeFileSync(target, before);
    else if (before) {
      mkdirSync(target);
      for (const [name, content] of Object.entries(before)) writeFileSync(join(target, name), content);
    }
    const code = child(at, work.replaceAll('TARGET', JSON.stringify(target)));
    const { signal, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', code], {
      encoding: 'utf8',
    });
    states.push(seen(target));
    if (signal === null) {
      expect(stderr).toBe('');
      expect(Number(stdout)).toBe(at);
      expect(readdirSync(place)).toEqual(['target']);
      return states;
    }
    // What is left is known by its name, whoever reads passes over it, and whoever owns the place removes it.
    expect(readdirSync(place).filter((name) => name !== 'target' && !isTemporary(name))).toEqual([]);
    removeTemporaries(place);
    expect(readdirSync(place)).toEqual(existsSync(target) ? ['target'] : []);
  }
  throw new Error('the child never came to its end');
}

const distinct = (states: unknown[]): unknown[] => [
  ...new Map(states.map((state) => [JSON.stringify(state), state])).values(),
];

describe('a process that is killed before any of its calls', () => {
  const whole = { a: 'new', b: 'new' };

  it('leaves a file as it was, or whole', () => {
    const states = statesOf('files.writeWhole(TARGET, write)', 'old');
    expect(states.length).toBeGreaterThan(3);
    expect(distinct(states)).toEqual(['old', 'new']);
  });

  it('leaves no directory, or the whole one', () => {
    const states = statesOf('files.fillDirectory(TARGET, async (partial) => fill(partial))');
    expect(states.length).toBeGreaterThan(10);
    expect(distinct(states)).toEqual([undefined, whole]);
  });

  it('leaves the directory that is replaced, or the new one; between two renames none', () => {
    const states = statesOf('files.replaceDirectory(TARGET, async (partial) => fill(partial))', {
      a: 'old',
      c: 'old',
    });
    expect(distinct(states)).toEqual([{ a: 'old', c: 'old' }, undefined, whole]);
    expect(states.filter((state) => state === undefined)).toHaveLength(1);
  });
});
