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

/** Kills itself before its `at`-th call that changes the disk, and prints how many it made when it gets to the end. */
const child = (at: number, body: string): string => `
  import fs from 'node:fs';
  import { syncBuiltinESMExports } from 'node:module';
  let calls = 0;
  for (const name of ['writeFileSync', 'fsyncSync', 'renameSync', 'linkSync', 'rmSync', 'mkdirSync']) {
    const call = fs[name];
    fs[name] = (...args) => {
      if (calls++ === ${at}) process.kill(process.pid, 'SIGKILL');
      return call(...args);
    };
  }
  syncBuiltinESMExports();
  ${body}
  console.log(calls);`;

/** What a reader sees at a path: the contents of a file, or of all files of a directory by name. */
export type Seen = string | Record<string, string> | undefined;

function seen(path: string): Seen {
  if (!existsSync(path)) return undefined;
  if (statSync(path).isFile()) return readFileSync(path, 'utf8');
  const entries = readdirSync(path, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
  return Object.fromEntries(
    entries.map((one) => [one.name, readFileSync(join(one.parentPath, one.name), 'utf8')]),
  );
}

/**
 * Runs a module in a child process that is killed before its first call that changes the disk, then one that is killed
 * before its second, and so on; the last comes to its end. Each begins with `before` at its target.
 * @param bodyFor source of the module for a target
 * @param check told the folder of the target after every child, and whether it came to its end
 * @returns what a reader saw at the target after each
 */
export function statesAfterKill(
  bodyFor: (target: string) => string,
  before: Seen,
  check: (folder: string, ended: boolean) => void = () => undefined,
): Seen[] {
  const root = mkdtempSync(join(tmpdir(), 'lethe-killed-'));
  try {
    const states: Seen[] = [];
    for (let at = 0; at < 100; at++) {
      const folder = join(root, String(at));
      const target = join(folder, 'target');
      mkdirSync(typeof before === 'object' ? target : folder, { recursive: true });
      if (typeof before === 'string') writeFileSync(target, before);
      else for (const [name, text] of Object.entries(before ?? {})) writeFileSync(join(target, name), text);
      const code = child(at, bodyFor(target));
      const ended = spawnSync(process.execPath, ['--input-type=module', '-e', code], { encoding: 'utf8' });
      if (ended.status !== null && (ended.status !== 0 || Number(ended.stdout) !== at)) {
        throw new Error(`the child made ${ended.stdout.trim()} calls instead of ${at}: ${ended.stderr}`);
      }
      states.push(seen(target));
      check(folder, ended.status === 0);
      if (ended.status === 0) return states;
    }
    throw new Error('the child never came to its end');
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** States without repetitions, in the order in which they came first. */
export function distinct(states: readonly Seen[]): Seen[] {
  return [...new Map(states.map((state) => [JSON.stringify(state), state])).values()];
}
