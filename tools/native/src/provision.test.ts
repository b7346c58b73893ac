import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { provision } from './provision.js';
import type { LibrarySource } from './sources/library-source.js';
import { fakeCompiler, fakePython } from './testing/fake-command.js';
import {
  directoryName,
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
let env: NodeJS.ProcessEnv;
beforeEach(() => {
  world = new ProvisionWorld();
  ({ bin, cache, env } = world);
});
afterEach(() => world.remove());

const sourceOf = (name: string, stage: LibrarySource['stage']): LibrarySource => ({ name, stage });

describe('provision', () => {
  test('makes the library from what pip downloads, and finds it the next time', async () => {
    fakeCompiler(bin);
    const wheel = world.makeTensorflowWheel();
    fakePython(bin, wheel);
    const log: string[] = [];
    const pinned = pinsOf(wheel);
    const result = await provision({ env, log: (line) => log.push(line) }, { verify, pinned });
    expect(readFileSync(join(bin, 'downloads'), 'utf8')).toContain(
      `--implementation cp --python-version 312 --abi cp312 --platform ${layout.wheelTags[process.arch]} tensorflow`,
    );
    expect(result).toMatchObject({
      status: 'ready',
      fresh: true,
      directory: join(cache, 'native', directoryName),
    });
    expect(readdirSync(join(cache, 'native', directoryName)).sort()).toEqual([
      'lib',
      'native.json',
      'tfjs_binding.node',
    ]);
    expect(readdirSync(join(cache, 'native', directoryName, 'lib')).sort()).toEqual([...layout.wheel].sort());
    const record = JSON.parse(readFileSync(join(cache, 'native', directoryName, 'native.json'), 'utf8'));
    expect(record).toMatchObject({
      format: 1,
      tensorflow: '2.21.0',
      variant: 'cpu',
      compiler: 'fake g++ 1.0',
    });
    expect(record.source).toBe(`wheel ${wheelName} from pip`);
    // SHA-256 of "compiled\n", which is what the compiler of this test writes.
    expect(record.files[0]).toEqual({
      path: 'tfjs_binding.node',
      bytes: 9,
      sha256: '82bbb1ee2e80489d4898e857907af2f6915ca682a0fbf1be13cea02fa3e88e79',
    });
    expect(log.join('\n')).toContain('compiling');

    rmSync(bin, { recursive: true });
    expect(await provision({ env })).toMatchObject({ status: 'ready', fresh: false });
  });

  test('takes the sources in order and stops at the first that works', async () => {
    fakeCompiler(bin);
    const calls: string[] = [];
    const failing = sourceOf('first', async () => {
      calls.push('first');
      throw new Error('not here\nmore');
    });
    const log: string[] = [];
    const sources = [failing, workingSource('second', calls), workingSource('third', calls)];
    const result = await provision({ env, log: (line) => log.push(line) }, { sources, verify });
    expect(result).toMatchObject({ status: 'ready', record: { source: "second's" } });
    expect(calls).toEqual(['first', 'second']);
    expect(log).toContain('first: not here');
  });

  test.each(['compile', 'verify'] as const)(
    'goes on to the next source when one does not %s',
    async (step) => {
      fakeCompiler(bin);
      let failures = 0;
      const once = async () => {
        if (failures++ === 0) throw new Error('broken');
        return { tensorflow: '2.21.0', gpu: false };
      };
      const compile = async (staging: string) => writeFileSync(join(staging, 'tfjs_binding.node'), 'x');
      const steps = {
        compile,
        verify,
        [step]:
          step === 'verify'
            ? once
            : async (staging: string) => {
                await once();
                await compile(staging);
              },
      };
      const result = await provision(
        { env },
        { ...steps, sources: [workingSource('first'), workingSource('second')] },
      );
      expect(result).toMatchObject({ status: 'ready', record: { source: "second's" } });
      expect(world.cached()).toEqual([directoryName]);
    },
  );

  test('force makes it anew', async () => {
    fakeCompiler(bin);
    await provision({ env }, { sources: [workingSource('old')], verify });
    const result = await provision({ env, force: true }, { sources: [workingSource('new')], verify });
    expect(result).toMatchObject({ fresh: true, record: { source: "new's" } });
    expect(world.cached()).toEqual([directoryName]);
  });

  test('a library that lost a file is made anew', async () => {
    fakeCompiler(bin);
    await provision({ env }, { sources: [workingSource('old')], verify });
    rmSync(join(cache, 'native', directoryName, 'lib', 'libone.so'));
    expect(await provision({ env }, { sources: [workingSource('new')], verify })).toMatchObject({
      fresh: true,
    });
  });

  test('two at once: one works, the other waits and finds the result', async () => {
    fakeCompiler(bin);
    const calls: string[] = [];
    const slow = sourceOf('slow', async (context) => {
      await new Promise((resolve) => setTimeout(resolve, 200));
      return workingSource('slow', calls).stage(context);
    });
    const results = await Promise.all([
      provision({ env }, { sources: [slow], verify }),
      provision({ env }, { sources: [slow], verify }),
    ]);
    expect(results.map((result) => result.status === 'ready' && result.fresh).sort()).toEqual([false, true]);
    expect(calls).toEqual(['slow']);
  });

  test('what an earlier, killed run left does not count and is removed', async () => {
    fakeCompiler(bin);
    mkdirSync(join(cache, 'native', '.staging-1', 'library'), { recursive: true });
    mkdirSync(join(cache, 'native', directoryName, 'lib'), { recursive: true });
    expect(await provision({ env }, { sources: [workingSource('new')], verify })).toMatchObject({
      fresh: true,
    });
    expect(world.cached()).toEqual([directoryName]);
  });
});
