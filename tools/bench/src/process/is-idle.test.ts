import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { isIdle } from './is-idle.js';

it.runIf(process.platform === 'linux').each([
  ['computes', 'for (;;);', false],
  ['waits for a timer', 'setInterval(() => undefined, 100_000)', true],
])('tells whether a process that %s is idle', async (_, code, expected) => {
  const child = spawn(process.execPath, ['-e', `process.stdout.write('begins', () => { ${code} })`]);
  try {
    await once(child.stdout, 'data');
    // It may still have to get there.
    await expect.poll(() => isIdle(child.pid!), { timeout: 60_000 }).toBe(expected);
  } finally {
    child.kill('SIGKILL');
  }
});
