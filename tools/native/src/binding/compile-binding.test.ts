import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fakeCommand, fakeCompiler } from '../testing/fake-command.js';
import { bindingSource, compileBinding, findCompiler } from './compile-binding.js';

let bin: string;
beforeEach(() => {
  bin = mkdtempSync(join(tmpdir(), 'lethe-compile-'));
});
afterEach(() => {
  rmSync(bin, { recursive: true });
});

test('finds g++, c++ or clang++, and CXX before them', async () => {
  expect(await findCompiler({ PATH: bin })).toBeUndefined();
  fakeCompiler(bin, 'clang++');
  expect(await findCompiler({ PATH: bin })).toEqual({ command: 'clang++', version: 'fake clang++ 1.0' });
  fakeCompiler(bin, 'g++');
  expect((await findCompiler({ PATH: bin }))?.command).toBe('g++');
  expect((await findCompiler({ PATH: bin, CXX: 'clang++' }))?.command).toBe('clang++');
  fakeCommand(bin, 'g++', 'exit 1');
  expect((await findCompiler({ PATH: bin }))?.command).toBe('clang++');
});

test("compiles tfjs-node's sources with the headers of Node-API from npm, in one call", async () => {
  fakeCompiler(bin);
  const staging = join(bin, 'staging');
  mkdirSync(staging);
  const env = { PATH: bin };
  await compileBinding(staging, ['liba.so.2', 'libb.so.2'], (await findCompiler(env))!, env);
  const args = readFileSync(join(bin, 'arguments'), 'utf8').trim().split('\n');
  expect(existsSync(join(staging, 'tfjs_binding.node'))).toBe(true);
  expect(args).toContain('-DNAPI_VERSION=8');
  expect(args).toContain(`-I${join(staging, 'include')}`);
  expect(args).toEqual(
    expect.arrayContaining([join(staging, 'lib', 'liba.so.2'), join(staging, 'lib', 'libb.so.2')]),
  );
  expect(args.filter((arg) => /rpath.*(?:\$ORIGIN|@loader_path)\/lib$/.test(arg))).toHaveLength(1);
  const headers = args.find((arg) => arg.startsWith('-I') && arg.includes('node-api-headers'))!;
  expect(existsSync(join(headers.slice(2), 'node_api.h'))).toBe(true);
  for (const source of args.filter((arg) => arg.endsWith('.cc'))) expect(existsSync(source)).toBe(true);
  expect(args.filter((arg) => arg.endsWith('.cc'))).toHaveLength(2);
});

test('a compiler that succeeds without writing anything is not believed', async () => {
  fakeCommand(bin, 'g++', 'exit 0');
  await expect(compileBinding(bin, [], { command: 'g++', version: '' }, { PATH: bin })).rejects.toThrow(
    /does not compile/,
  );
});

test('the record names the package whose sources were compiled', () => {
  expect(bindingSource()).toBe('@tensorflow/tfjs-node-gpu 4.22.0');
});
