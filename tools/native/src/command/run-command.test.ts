import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { runCommand } from './run-command.js';

describe('runCommand', () => {
  test('returns exit code and output', async () => {
    const script = 'console.log("out"); console.error("err"); process.exit(3)';
    expect(await runCommand(process.execPath, ['-e', script], { env: process.env })).toEqual({
      code: 3,
      stdout: 'out\n',
      stderr: 'err\n',
    });
  });

  test('stops a command at its time limit', async () => {
    const result = await runCommand(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)'], {
      env: process.env,
      timeoutMs: 200,
    });
    expect(result?.code).toBeNull();
  });

  test('leaves no timer behind when the command does not exist', () => {
    const script = `
      import { runCommand } from ${JSON.stringify(new URL('../../dist/command/run-command.js', import.meta.url).href)};
      const result = await runCommand('no-such-command', [], { env: process.env, timeoutMs: 30_000 });
      console.log(String(result), String(process.getActiveResourcesInfo().includes('Timeout')));
    `;
    const printed = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
      encoding: 'utf8',
      timeout: 10_000,
    });
    expect(printed).toBe('undefined false\n');
  });
});
