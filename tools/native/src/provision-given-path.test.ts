import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type ProvisionSteps, provision } from './provision.js';
import { fakeCompiler } from './testing/fake-command.js';
import { layout, ProvisionWorld, verify, workingSource } from './testing/provision-world.js';

let world: ProvisionWorld;
let bin: string;
let folder: string;
let env: NodeJS.ProcessEnv;
beforeEach(() => {
  world = new ProvisionWorld();
  ({ bin, folder, env } = world);
});
afterEach(() => world.remove());

describe('a path that was given', () => {
  beforeEach(() => fakeCompiler(bin));

  test('is the only source, and is in place when the library was made from it', async () => {
    const library = world.makeTensorflowWheel();
    expect(await provision({ env, library }, { verify })).toMatchObject({ fresh: true });
    expect(await provision({ env, library }, { verify })).toMatchObject({ fresh: false });
    const other = world.makeTensorflowWheel('tensorflow_cpu-2.21.0-cp313-cp313-manylinux_2_27_x86_64.whl');
    expect(await provision({ env: { ...env, LETHE_TENSORFLOW: other } }, { verify })).toMatchObject({
      fresh: true,
    });
    expect(await provision({ env }, { verify })).toMatchObject({
      fresh: false,
      record: { source: `given path ${other}` },
    });
  });

  test('must match the checksum where its name is known', async () => {
    const library = world.makeTensorflowWheel('tensorflow_cpu-2.21.0-cp311-cp311-manylinux_2_27_x86_64.whl');
    expect(await world.missing({ library }, { verify })).toMatch(/has SHA-256 \w+, expected 2b847d21/);
  });

  test('may be an installed package or the folder around it', async () => {
    const site = join(folder, 'site-packages');
    mkdirSync(join(site, 'tensorflow', 'include', 'tensorflow', 'c', 'eager'), { recursive: true });
    for (const file of layout.wheel) writeFileSync(join(site, 'tensorflow', file), file);
    writeFileSync(join(site, 'tensorflow', 'include', 'tensorflow', 'c', 'c_api.h'), '');
    writeFileSync(join(site, 'tensorflow', 'include', 'tensorflow', 'c', 'eager', 'c_api.h'), '');
    writeFileSync(join(site, 'tensorflow', 'include', 'tensorflow', 'other.h'), '');
    const seen: string[] = [];
    const compile: ProvisionSteps['compile'] = async (staging) => {
      seen.push(
        ...(readdirSync(join(staging, 'include'), { recursive: true }) as string[]).filter((file) =>
          file.endsWith('.h'),
        ),
      );
      writeFileSync(join(staging, 'tfjs_binding.node'), 'x');
    };
    expect(await provision({ env, library: site }, { verify, compile })).toMatchObject({
      record: { variant: 'cpu' },
    });
    expect(seen.sort()).toEqual(['tensorflow/c/c_api.h', 'tensorflow/c/eager/c_api.h']);
    const inner = join(site, 'tensorflow');
    expect(await provision({ env, library: inner }, { verify, compile })).toMatchObject({ fresh: true });
  });

  test('may be a C archive, unpacked', async () => {
    mkdirSync(join(folder, 'c', 'lib'), { recursive: true });
    mkdirSync(join(folder, 'c', 'include', 'tensorflow', 'c'), { recursive: true });
    for (const file of layout.archive) writeFileSync(join(folder, 'c', 'lib', file), file);
    writeFileSync(join(folder, 'c', 'include', 'tensorflow', 'c', 'c_api.h'), '');
    const result = await provision({ env, library: join(folder, 'c') }, { verify });
    expect(result).toMatchObject({ status: 'ready' });
    expect(readFileSync(join(bin, 'arguments'), 'utf8')).toContain(`lib/${layout.archive[0]}`);
  });

  test.each([
    ['does not exist', 'nowhere', 'there is no such file or directory'],
    ['is something else', '.', 'neither a wheel'],
  ])('that %s is told', async (_, path, message) => {
    const text = await world.missing({ library: join(folder, path) });
    expect(text).toContain(message);
    expect(text).toContain('give a 2.21.0 tensorflow wheel');
  });
});

test('a replacement that fails leaves the old library in use, and says so', async () => {
  fakeCompiler(bin);
  await provision({ env }, { sources: [workingSource('old')], verify });
  const result = await provision({ env, library: join(folder, 'nowhere') }, { verify });
  expect(result).toMatchObject({
    status: 'missing',
    lines: [expect.stringMatching(/^TensorFlow 2\.21\.0 in .* stays in use \(.*nowhere/), expect.anything()],
  });
  expect(await provision({ env })).toMatchObject({ status: 'ready', record: { source: "old's" } });
});
