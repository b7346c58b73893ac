import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { distinct, type Seen, statesAfterKill } from '../testing/states-after-kill.js';
import { replaceDirectory } from './replace-directory.js';
import { isTemporary, removeTemporaries } from './temporary-path.js';

// The child runs the built files also when the sources are tested.
const BUILT = new URL('../../dist/files/index.js', import.meta.url).href;

function statesOf(call: string, before?: Seen): Seen[] {
  const body = (target: string): string => `
    const files = await import(${JSON.stringify(BUILT)});
    const target = ${JSON.stringify(target)};
    const write = (partial) => {
      fs.writeFileSync(partial, 'ne');
      fs.writeFileSync(partial, 'w', { flag: 'a' });
    };
    const fill = async (partial) => {
      fs.writeFileSync(partial + '/a', 'new');
      fs.mkdirSync(partial + '/deep');
      fs.writeFileSync(partial + '/deep/b', 'new');
    };
    await ${call};`;
  return statesAfterKill(body, before, (folder, ended) => {
    // What is left is known by its name, so that readers pass over it and the owner of the folder can remove it.
    expect(readdirSync(folder).filter((name) => name !== 'target' && !isTemporary(name))).toEqual([]);
    if (!ended) removeTemporaries(folder);
    expect(readdirSync(folder)).toEqual(existsSync(join(folder, 'target')) ? ['target'] : []);
  });
}

describe('a process that is killed before any of its calls', () => {
  const whole = { a: 'new', b: 'new' };

  it('leaves beside a directory what the next one removes, in whatever process that runs', () => {
    const body = (target: string): string => `
      const { fillDirectory } = await import(${JSON.stringify(BUILT)});
      await fillDirectory(${JSON.stringify(target)}, async (partial) => fs.writeFileSync(partial + '/a', 'new'));`;
    let left = 0;
    statesAfterKill(body, undefined, (folder) => {
      if (readdirSync(folder).some(isTemporary)) left++;
      // Of a process that runs, and of another machine.
      const others = [`target.${process.ppid}-${hostname()}.tmp`, 'target.1-elsewhere.tmp', 'target.tmp'];
      for (const name of others) mkdirSync(join(folder, name));
      replaceDirectory(join(folder, 'target'), () => undefined);
      const kept = readdirSync(folder).filter((name) => name !== 'target');
      expect(kept.sort()).toEqual(others.sort());
    });
    expect(left).toBeGreaterThan(2);
  });

  it('leaves a file as it was, or whole', () => {
    const states = statesOf('files.writeWhole(target, write)', 'old');
    expect(states.length).toBeGreaterThan(3);
    expect(distinct(states)).toEqual(['old', 'new']);
  });

  it('leaves no directory, or the whole one', () => {
    const states = statesOf('files.fillDirectory(target, fill)');
    expect(states.length).toBeGreaterThan(10);
    expect(distinct(states)).toEqual([undefined, whole]);
  });

  it('leaves the directory that is replaced, or the new one; between two renames none', () => {
    const states = statesOf('files.replaceDirectory(target, fill)', { a: 'old', c: 'old' });
    expect(distinct(states)).toEqual([{ a: 'old', c: 'old' }, undefined, whole]);
    expect(states.filter((state) => state === undefined)).toHaveLength(1);
  });
});
