import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type ProvisionSteps, provision } from './provision.js';
import { fakeCommand, fakeCompiler, fakePython } from './testing/fake-command.js';
import { makeWheel } from './testing/make-wheel.js';
import {
  layout,
  ProvisionWorld,
  pinsOf,
  verify,
  wheelName,
  workingSource,
} from './testing/provision-world.js';

let world: ProvisionWorld;
let bin: string;
let cache: string;
let folder: string;
let env: NodeJS.ProcessEnv;
beforeEach(() => {
  world = new ProvisionWorld();
  ({ bin, cache, folder, env } = world);
});
afterEach(() => world.remove());

const asked = (): string[] => readFileSync(join(bin, 'downloads'), 'utf8').trim().split('\n');

describe('what is missing is told in two lines', () => {
  test('no compiler: before anything is downloaded', async () => {
    fakePython(bin, world.makeTensorflowWheel());
    expect(await world.missing()).toMatch(/wasm backend \(no C\+\+ compiler\)\.\nTo get it: /);
    expect(existsSync(join(bin, 'downloads'))).toBe(false);
  });

  test('no Python, no archive', async () => {
    fakeCompiler(bin);
    expect(await world.missing({}, { pinned: { [wheelName]: '' } })).toMatch(
      /installed tensorflow package: none; pip: no Python with pip; tfjs-node's archive: (cannot be downloaded|none for)/,
    );
  });

  test('Python without pip', async () => {
    fakeCompiler(bin);
    fakeCommand(bin, 'python3', 'exit 1');
    expect(await world.missing({}, { pinned: { [wheelName]: '' } })).toContain('pip: no Python with pip');
  });

  test('pip that finds nothing', async () => {
    fakeCompiler(bin);
    fakePython(bin);
    const pinned = { [wheelName]: '' };
    expect(await world.missing({}, { pinned })).toContain('pip: No matching distribution found');
    expect(asked()).toEqual([expect.stringMatching(/--only-binary=:all:.*tensorflow(-cpu)?==2\.21\.0$/)]);
  });

  test('a wheel that is not pinned: it is not downloaded', async () => {
    fakeCompiler(bin);
    fakePython(bin, world.makeTensorflowWheel());
    expect(await world.missing({}, { verify, pinned: {} })).toMatch(
      /pip: no SHA-256 is pinned for tensorflow\S* 2\.21\.0 on \w+ \w+, so it is not downloaded \(.*--library\)/,
    );
    expect(existsSync(join(bin, 'downloads'))).toBe(false);
  });

  test('a wheel with another content than the pinned one, or another wheel', async () => {
    fakeCompiler(bin);
    fakePython(bin, world.makeTensorflowWheel());
    expect(await world.missing({}, { verify, pinned: { [wheelName]: 'abc' } })).toMatch(
      /has SHA-256 [0-9a-f]{64}, expected abc/,
    );
    const other = world.makeTensorflowWheel(wheelName.replaceAll('cp312', 'cp313'));
    fakePython(bin, other);
    expect(await world.missing({}, { verify, pinned: { [wheelName]: 'abc' } })).toContain(
      `no SHA-256 is pinned for ${basename(other)}, so it is not used`,
    );
  });

  test('a wheel without the library', async () => {
    fakeCompiler(bin);
    const wheel = join(folder, wheelName);
    makeWheel(wheel, [{ name: 'tensorflow/x.py', content: '' }]);
    fakePython(bin, wheel);
    expect(await world.missing({}, { verify, pinned: pinsOf(wheel) })).toContain(
      `holds no ${layout.wheel[0]}`,
    );
  });

  test('a compiler that fails', async () => {
    fakeCommand(
      bin,
      'c++',
      '[ "$1" = --version ] && exit 0; echo "x.cc:1: fatal error: no such header" >&2; exit 1',
    );
    expect(await world.missing({}, { sources: [workingSource('a')], verify })).toContain(
      'does not compile: x.cc:1: fatal error',
    );
  });

  test('a library that does not work', async () => {
    fakeCompiler(bin);
    const broken: ProvisionSteps['verify'] = async () => {
      throw new Error('the library does not work here: undefined symbol');
    };
    expect(await world.missing({}, { sources: [workingSource('a')], verify: broken })).toContain(
      'undefined symbol',
    );
  });

  test('a cache that cannot be written', async () => {
    fakeCompiler(bin);
    writeFileSync(cache, 'a file');
    const result = await provision({ env }, { sources: [workingSource('a')], verify });
    expect(result).toMatchObject({
      status: 'missing',
      lines: [expect.stringContaining('cannot be written'), expect.stringContaining('LETHE_CACHE')],
    });
  });
});

test('a visible GPU asks pip for the CUDA build first, if that is pinned', async () => {
  fakeCompiler(bin);
  fakePython(bin);
  fakeCommand(bin, 'nvidia-smi', 'echo "GPU 0: something"');
  const cuda = wheelName.replace('tensorflow_cpu', 'tensorflow');
  await world.missing({}, { pinned: { [cuda]: '', [wheelName]: '' } });
  expect(asked()[0]).toMatch(/ tensorflow==2\.21\.0$/);
  const onlyCpu = process.platform === 'linux' ? / tensorflow-cpu==2\.21\.0$/ : / tensorflow==2/;
  expect(asked().at(-1)).toMatch(onlyCpu);
  rmSync(join(bin, 'downloads'));
  await world.missing({}, { pinned: { [wheelName]: '' } });
  expect(asked()).toEqual([expect.stringMatching(onlyCpu)]);
  rmSync(join(bin, 'downloads'));
  env.CUDA_VISIBLE_DEVICES = '-1';
  await world.missing({}, { pinned: { [cuda]: '', [wheelName]: '' } });
  expect(asked()).toEqual([expect.stringMatching(onlyCpu)]);
});
