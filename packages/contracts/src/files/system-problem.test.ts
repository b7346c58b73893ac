import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { LetheError } from '../errors.js';
import { temporaryDirectory } from '../testing/temporary-directory.js';
import { mayPass, placeProblem, systemProblem } from './system-problem.js';

const refusal = (code: string, syscall = 'open') =>
  Object.assign(new Error(`${code}: no, ${syscall}`), { code, syscall, path: 'a/b' });

/** What a call throws. */
function thrownBy(call: () => unknown): unknown {
  try {
    call();
  } catch (error) {
    return error;
  }
  return expect.unreachable();
}

it('says what was refused, where, and what to do; also of the cause of another error', () => {
  const expected = /^a\/b: this user lacks the permission\n {2}found: +EACCES: no, open\n {2}next: +change/;
  expect(systemProblem(refusal('EACCES'))!.message).toMatch(expected);
  const wrapped = new Error('a library', { cause: new Error('another', { cause: refusal('EACCES') }) });
  expect(systemProblem(wrapped)!.message).toMatch(expected);
});

it('knows the errors of this system', () => {
  const root = temporaryDirectory();
  writeFileSync(join(root, 'file'), '');
  const below = thrownBy(() => mkdirSync(join(root, 'file', 'deeper')));
  expect(systemProblem(below)!.message).toMatch(/deeper: a part of this path is a file[\s\S]*ENOTDIR/);
  expect(systemProblem(thrownBy(() => readFileSync(root)))!.message).toMatch(/this is a directory/);
  const long = thrownBy(() => writeFileSync(join(root, 'a'.repeat(300)), ''));
  expect(systemProblem(long)!.message).toMatch(/path is too long/);
});

it('leaves alone what no user brought about', () => {
  expect(systemProblem(refusal('ENOENT'))).toBeUndefined();
  expect(systemProblem(refusal('EPERM', 'kill'))).toBeUndefined();
  expect(systemProblem(Object.assign(new Error('of a library'), { code: 'EACCES' }))).toBeUndefined();
  expect(systemProblem(new TypeError('x is not a function'))).toBeUndefined();
  expect(systemProblem('text')).toBeUndefined();
});

it('names the directory of a file that was open', () => {
  const { path: _, ...write } = refusal('ENOSPC', 'write');
  const error = Object.assign(new Error('ENOSPC: no space, write'), write);
  expect((placeProblem(error, 'out') as Error).message).toMatch(/^out: the disk is full/);
  for (const other of [
    refusal('ENOSPC'),
    new TypeError('another'),
    new LetheError({ what: 'bad' }, { cause: error }),
  ]) {
    expect(placeProblem(other, 'out')).toBe(other);
  }
});

it('tells a full disk, which may pass, from a lack of permission', () => {
  expect(['ENOSPC', 'EDQUOT', 'EMFILE'].every((code) => mayPass(refusal(code)))).toBe(true);
  expect(['EACCES', 'EROFS', 'ENOENT'].some((code) => mayPass(refusal(code)))).toBe(false);
});
