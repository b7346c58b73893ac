import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const MAIN = join(import.meta.dirname, '../tools/bench/dist/fuzz/main.js');

it('reads or refuses broken and hostile files of every parser, in time and memory', () => {
  const args = [MAIN, '--seed', '1', '--count', '90'];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  expect(status, `${stdout}\n${stderr}`).toBe(0);
  // A parser a line.
  expect(stdout.match(/^\S+ +\d+ +\d+ +0 +0 +0 +0$/gm)?.length).toBe(26);
});
