import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { identityOf, mayRun } from '@lethe/contracts/files';
import { temporaryDirectory } from '@lethe/contracts/testing';
import { describe, expect, it } from 'vitest';
import { runCommand } from './run-command.js';
import { watchStarters } from './watch-starters.js';

const never = new AbortController().signal;

/** Waits for a file with the number of a process, and says who that is. */
async function processIn(path: string) {
  await expect.poll(() => existsSync(path) && readFileSync(path, 'utf8').endsWith('\n')).toBe(true);
  return identityOf(Number(readFileSync(path, 'utf8')));
}

describe('a command', () => {
  it('ends with its exit code, and what it left in the background ends with it', async () => {
    const cwd = temporaryDirectory();
    expect(await runCommand({ line: 'exit 7' }, cwd, never)).toEqual({ code: 7, signal: null });
    const line = 'sleep 60 & echo $! > pid; echo "a  b" > text';
    expect(await runCommand({ line }, cwd, never)).toMatchObject({ code: 0 });
    expect(readFileSync(join(cwd, 'text'), 'utf8')).toBe('a  b\n');
    const left = await processIn(join(cwd, 'pid'));
    await expect.poll(() => mayRun(left)).toBe(false);
  });

  it('gets its words as they are', async () => {
    const cwd = temporaryDirectory();
    const words = ['sh', '-c', 'printf "%s|" "$@" > text', 'sh', '$(echo > run)', "a 'b", '', '*'];
    expect(await runCommand({ line: 'false', words }, cwd, never)).toEqual({ code: 0, signal: null });
    expect(readFileSync(join(cwd, 'text'), 'utf8')).toBe("$(echo > run)|a 'b||*|");
    expect(existsSync(join(cwd, 'run'))).toBe(false);
    expect(await runCommand({ line: 'true', words: ['no-such-program'] }, cwd, never)).toMatchObject({
      code: 127,
    });
  });

  it('has time to save when it is interrupted', async () => {
    const cwd = temporaryDirectory();
    const line = `trap 'sleep 0.3; echo > saved; exit 3' INT; echo $$ > pid; while :; do sleep 0.05; done`;
    const controller = new AbortController();
    const running = runCommand({ line }, cwd, controller.signal);
    await processIn(join(cwd, 'pid'));
    controller.abort();
    expect((await running).code).not.toBe(0);
    expect(existsSync(join(cwd, 'saved'))).toBe(true);
  });

  it('ends with everything that it started when this process is killed', async () => {
    const cwd = temporaryDirectory();
    const built = new URL('../../dist/process/run-command.js', import.meta.url).href;
    writeFileSync(
      join(cwd, 'parent.mjs'),
      `import { runCommand } from ${JSON.stringify(built)};
      const line = 'trap "" INT TERM HUP; sleep 60 & echo $! > pid; wait';
      await runCommand({ line }, '.', new AbortController().signal);`,
    );
    const parent = spawn(process.execPath, ['parent.mjs'], { cwd });
    const command = await processIn(join(cwd, 'pid'));
    expect(mayRun(command)).toBe(true);
    parent.kill('SIGKILL');
    await once(parent, 'exit');
    await expect.poll(() => mayRun(command)).toBe(false);
  });
});

describe('the runs of Nx that started a process', () => {
  const sleeper = () => spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);

  it('are looked after until one ends', async () => {
    const [outer, inner] = [sleeper(), sleeper()];
    const ended: number[] = [];
    const pids = `${outer.pid},${inner.pid}`;
    const stop = watchStarters({ NX_INVOCATION_ANCESTOR_PIDS: pids }, (pid) => ended.push(pid), 5);
    const gone = once(inner, 'exit');
    inner.kill('SIGKILL');
    await gone;
    await expect.poll(() => ended).toEqual([inner.pid]);
    stop();
    const end = once(outer, 'exit');
    outer.kill('SIGKILL');
    await end;
    expect(ended).toEqual([inner.pid]);
  });
});
