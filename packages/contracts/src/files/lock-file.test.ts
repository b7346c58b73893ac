import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { statesAfterKill } from '../testing/states-after-kill.js';
import { temporaryDirectory } from '../testing/temporary-directory.js';
import { takeLock } from './lock-file.js';
import { identityOf, mayRun, ownIdentity } from './process-identity.js';

// Children run the built files also when the sources are tested.
const BUILT = JSON.stringify(new URL('../../dist/files/lock-file.js', import.meta.url).href);
const isLinux = process.platform === 'linux';

/** The number of a process that has ended. */
const gone = (): number => spawnSync(process.execPath, ['-e', '']).pid;
const staleLock = (pid: number, token = 'stale') => ({
  ...{ process: pid, host: hostname(), began: null, since: '2001-01-01T00:00:00Z', token },
});

describe('a lock', () => {
  it('is held by one, and free when it is released', () => {
    const path = join(temporaryDirectory(), 'lock');
    const first = takeLock(path);
    if (!('lock' in first)) return expect.unreachable();
    expect(takeLock(path)).toMatchObject({ holder: { process: process.pid, host: hostname() } });
    expect(first.lock.isHeld()).toBe(true);
    first.lock.release();
    expect(first.lock.isHeld()).toBe(false);
    expect('lock' in takeLock(path)).toBe(true);
  });

  it('of a process that has ended is taken over, and so is what was never written whole', () => {
    const folder = temporaryDirectory();
    const path = join(folder, 'lock');
    writeFileSync(path, JSON.stringify(staleLock(gone())));
    expect('lock' in takeLock(path)).toBe(true);
    expect(JSON.parse(readFileSync(path, 'utf8')).process).toBe(process.pid);
    writeFileSync(path, '{"process":');
    utimesSync(path, 1, 1);
    expect('lock' in takeLock(path)).toBe(true);
    expect(readdirSync(folder)).toEqual(['lock']);
  });

  it('of another machine is respected', () => {
    const path = join(temporaryDirectory(), 'lock');
    writeFileSync(path, JSON.stringify({ ...staleLock(gone()), host: 'elsewhere' }));
    expect(takeLock(path)).toMatchObject({ holder: { host: 'elsewhere' } });
  });

  it('of a killed process goes to exactly one of many that want it', async () => {
    const folder = temporaryDirectory();
    const rounds = 200;
    const pid = gone();
    for (let i = 0; i < rounds; i++) {
      writeFileSync(join(folder, `lock-${i}`), JSON.stringify(staleLock(pid, `stale-${i}`)));
    }
    const body = `
      const { takeLock } = await import(${BUILT});
      process.setMaxListeners(0);
      console.log('ready');
      await new Promise((go) => process.stdin.once('data', go));
      const won = [];
      for (let i = 0; i < ${rounds}; i++) if ('lock' in takeLock('lock-' + i)) won.push(i);
      console.log(JSON.stringify(won));
      process.stdin.once('data', () => process.exit());`;
    const children = Array.from({ length: 4 }, () =>
      spawn(process.execPath, ['--input-type=module', '-e', body], {
        cwd: folder,
        stdio: ['pipe', 'pipe', 'inherit'],
      }),
    );
    await Promise.all(children.map(({ stdout }) => once(stdout, 'data')));
    const won = children.map(({ stdout }) => once(stdout, 'data'));
    for (const { stdin } of children) stdin.write('go\n');
    // All of them run until each has told what it has.
    const winners = (await Promise.all(won)).flatMap(([text]) => JSON.parse(String(text)) as number[]);
    const exits = children.map((child) => once(child, 'exit'));
    for (const { stdin } of children) stdin.write('end\n');
    await Promise.all(exits);
    expect(winners.toSorted((a, b) => a - b)).toEqual(Array.from({ length: rounds }, (_, i) => i));
    // Released at the end of their processes, and nothing else is left.
    expect(readdirSync(folder)).toEqual([]);
  });

  it('can be taken wherever the one before was killed, while it took it over too', () => {
    const before = { lock: JSON.stringify(staleLock(gone())) };
    const body = (target: string): string => `
      const { takeLock } = await import(${BUILT});
      const taken = takeLock(${JSON.stringify(join(target, 'lock'))});
      if (!('lock' in taken)) throw new Error('not taken');
      taken.lock.release();`;
    const states = statesAfterKill(body, before, (folder) => {
      const taken = takeLock(join(folder, 'target', 'lock'));
      if (!('lock' in taken)) return expect.unreachable();
      taken.lock.release();
    });
    expect(states.length).toBeGreaterThan(6);
    expect(states.at(-1)).toEqual({});
  });
});

describe('a process', () => {
  it('runs until it has ended', async () => {
    expect(mayRun(ownIdentity())).toBe(true);
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    const identity = identityOf(child.pid!);
    expect(mayRun(identity)).toBe(true);
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
    expect(mayRun(identity)).toBe(false);
    expect(mayRun({ ...identity, host: 'elsewhere' })).toBe(true);
  });

  it.runIf(isLinux)('is not one that had its number before', () => {
    expect(mayRun({ ...ownIdentity(), began: '1' })).toBe(false);
    expect(mayRun({ ...ownIdentity(), began: null })).toBe(true);
  });

  it.runIf(isLinux)('that has ended and that nobody has asked about counts as ended', async () => {
    // What the shell becomes never waits for its child.
    const shell = spawn('sh', ['-c', 'sleep 0.3 & echo $!; exec sleep 60']);
    const [pid] = await once(shell.stdout, 'data');
    const stat = () => readFileSync(`/proc/${Number(pid)}/stat`, 'utf8');
    await expect.poll(stat).toMatch(/\) Z /);
    expect(mayRun(identityOf(Number(pid)))).toBe(false);
    shell.kill('SIGKILL');
  });
});
