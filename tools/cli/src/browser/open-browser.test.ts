import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserCommands, openBrowser } from './open-browser.js';

const address = 'http://127.0.0.1:4567/';
let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'lethe-browser-'));
});
afterAll(() => rmSync(directory, { recursive: true }));

/** A command that keeps its arguments in a file; by absolute path, or by name with `directory` as PATH. */
function fakeCommand(name: string, end = 'exit 0'): { path: string; told: () => string | undefined } {
  const path = join(directory, name);
  writeFileSync(path, `#!/bin/sh\necho "$@" > ${path}.tmp\n/bin/mv ${path}.tmp ${path}.args\n${end}\n`);
  chmodSync(path, 0o755);
  const told = () => (existsSync(`${path}.args`) ? readFileSync(`${path}.args`, 'utf8').trim() : undefined);
  return { path, told };
}

describe('the command for a browser', () => {
  const on = (platform: NodeJS.Platform, env: Record<string, string> = {}) =>
    browserCommands(address, { platform, env });

  it('is that of the system, on Linux only where there is a screen', () => {
    expect(on('darwin')).toEqual([['open', address]]);
    expect(on('win32')).toEqual([['cmd', '/c', 'start', '""', address]]);
    expect(on('linux', { DISPLAY: ':0' })).toEqual([['xdg-open', address]]);
    expect(on('linux', { WAYLAND_DISPLAY: 'wayland-0' })).toEqual([['xdg-open', address]]);
    expect(on('linux')).toEqual([]);
  });

  it('is what BROWSER names, one after the other, with the address in its place', () => {
    expect(on('linux', { BROWSER: 'firefox --new-window:w3m -o a=%s' })).toEqual([
      ['firefox', '--new-window', address],
      ['w3m', '-o', `a=${address}`],
    ]);
    expect(on('linux', { BROWSER: ' : ' })).toEqual([]);
  });
});

describe.skipIf(process.platform === 'win32')('a browser', () => {
  const open = (env: Record<string, string>, patience?: number) =>
    openBrowser(address, { platform: 'linux', env }, patience);

  it('is told the address, by the command on PATH', async () => {
    const { told } = fakeCommand('xdg-open');
    expect(await open({ DISPLAY: ':0', PATH: directory })).toBeUndefined();
    expect(told()).toBe(address);
  });

  it('is the first of BROWSER that begins', async () => {
    const broken = fakeCommand('broken', 'exit 3');
    const good = fakeCommand('good');
    expect(await open({ BROWSER: `${directory}/absent:${broken.path}:${good.path}` })).toBeUndefined();
    expect([broken.told(), good.told()]).toEqual([address, address]);
  });

  it('that goes on running is open', async () => {
    const { path, told } = fakeCommand('long', 'exec /bin/sleep 1');
    expect(await open({ BROWSER: path }, 200)).toBeUndefined();
    for (let i = 0; told() === undefined && i < 100; i++) await setTimeout(20);
    expect(told()).toBe(address);
  });

  it('that is not there or fails is no reason to throw: it says why', async () => {
    expect(await open({ BROWSER: 'lethe-no-such-browser', PATH: directory })).toBe(
      'lethe-no-such-browser: not found',
    );
    const { path } = fakeCommand('none', 'exit 3');
    expect(await open({ BROWSER: path })).toBe(`${path}: ended with 3`);
    expect(await open({})).toMatch(/no screen/);
  });
});
