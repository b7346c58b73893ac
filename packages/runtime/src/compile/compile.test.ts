import { readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { openBackend } from '../backends/open-backend.js';
import { maxDifference, pseudoRandom } from '../testing/reference.js';
import { type Engine, engines, floats, ints, nativeEngines } from '../testing/run-op.js';
import { compile } from './compile.js';
import type { Program } from './program.js';

/** Least squares by gradient descent: loss of w before the step. */
const train: Program = {
  inputs: {
    x: { shape: [4, 2], dtype: 'float32' },
    y: { shape: [4, 1], dtype: 'float32' },
    learningRate: { shape: [], dtype: 'float32' },
  },
  run({ w, step }, { x, y, learningRate }) {
    const loss = (w: tf.Tensor) => tf.mean(tf.square(tf.sub(tf.matMul(x!, w), y!))) as tf.Scalar;
    const { value, grad } = tf.valueAndGrad(loss)(w!);
    return {
      state: { w: tf.sub(w!, tf.mul(learningRate!, grad)), step: tf.add(step!, tf.scalar(1, 'int32')) },
      outputs: { loss: value, gradient: grad },
    };
  },
};

/** Another program over the same state, that changes none of it. */
const probe: Program = {
  inputs: { x: { shape: [1, 2], dtype: 'float32' } },
  run: ({ w }, { x }) => ({ outputs: { y: tf.matMul(x!, w!) } }),
};

const state = () => ({ w: floats([2, 1], [1, -1]), step: ints([], [0]) });
const batch = () => ({
  x: Float32Array.from([1, 2, 3, 4, 5, 6, 7, 9]),
  y: Float32Array.from([1, 0, 1, 1]),
  learningRate: new Float32Array([0.01]),
});

async function open(
  engine: Engine,
  programs: Record<string, Program> = { train, probe },
  initial: Record<string, ReturnType<typeof floats>> = state(),
) {
  const backend = await openBackend({ backend: engine.backend });
  return compile({ backend, state: initial, programs, mode: engine.mode });
}

/** Two steps in double precision. */
function referenceLosses(): number[] {
  const { x, y } = batch();
  const w = [1, -1];
  return [0, 1].map(() => {
    const errors = [0, 1, 2, 3].map((i) => x[2 * i]! * w[0]! + x[2 * i + 1]! * w[1]! - y[i]!);
    const gradient = [0, 1].map((j) =>
      errors.reduce((sum, error, i) => sum + (error * x[2 * i + j]!) / 2, 0),
    );
    for (const j of [0, 1]) w[j]! -= 0.01 * gradient[j]!;
    return errors.reduce((sum, error) => sum + error ** 2 / 4, 0);
  });
}

describe.each(engines)('a module, $name', (engine) => {
  test('trains, keeps the state, and shows it to every program', async () => {
    const module = await open(engine);
    expect(module.mode).toBe(engine.mode);
    const losses = [];
    for (let i = 0; i < 2; i++) losses.push((await module.run('train', batch())).loss![0]!);
    expect(maxDifference(losses, referenceLosses())).toBeLessThan(1e-5);
    const { w, step } = await module.readState();
    expect([...step!]).toEqual([2]);
    const { y } = await module.run('probe', { x: Float32Array.of(2, 3) });
    expect(y![0]).toBeCloseTo(2 * w![0]! + 3 * w![1]!, 5);
    expect(module.programs.train!.firstRunSeconds).toBeGreaterThan(0);
    expect(module.programs.train!.outputs).toEqual(['loss', 'gradient']);
    await module.dispose();
  });

  test('brings only the outputs that are asked for, also none', async () => {
    const module = await open(engine);
    expect(Object.keys(await module.run('train', batch(), ['gradient']))).toEqual(['gradient']);
    expect(await module.run('train', batch(), [])).toEqual({});
    expect([...(await module.readState(['step'])).step!]).toEqual([2]);
    await module.dispose();
  });

  test('reads initial values that are still to be read, once, and checks them', async () => {
    const read: string[] = [];
    const later = (name: string, values: Float32Array) => ({
      shape: [2],
      dtype: 'float32' as const,
      values: () => {
        read.push(name);
        return values;
      },
    });
    const programs = {
      sum: { inputs: {}, run: ({ a, b }) => ({ outputs: { sum: tf.add(a!, b!) } }) },
    } satisfies Record<string, Program>;
    const backend = await openBackend({ backend: engine.backend });
    const state = { a: later('a', Float32Array.of(1, 2)), b: later('b', Float32Array.of(10, 20)) };
    const module = await compile({ backend, state, programs, mode: engine.mode });
    expect([...(await module.run('sum', {})).sum!]).toEqual([11, 22]);
    expect(read).toEqual(['a', 'b']);
    await module.dispose();
    const wrong = { ...state, b: later('b', Float32Array.of(1)) };
    await expect(compile({ backend, state: wrong, programs, mode: engine.mode })).rejects.toThrow(
      /state entry b/,
    );
  });

  test('shares no memory with the caller', async () => {
    const keep: Program = {
      inputs: { value: { shape: [64, 64], dtype: 'float32' } },
      run: (_, { value }) => ({ state: { kept: value! }, outputs: { same: value! } }),
    };
    const initial = floats([64, 64], pseudoRandom(4096));
    const module = await open(engine, { keep }, { kept: initial });
    const first = initial.values[0];
    initial.values.fill(7);
    expect((await module.readState()).kept![0]).toBe(first);
    const value = Float32Array.from(pseudoRandom(4096, 2));
    const { same } = await module.run('keep', { value });
    const second = value[0];
    value.fill(8);
    same!.fill(9);
    expect((await module.readState()).kept![0]).toBe(second);
    const written = new Float32Array(4096).fill(3);
    await module.writeState({ kept: written });
    written.fill(10);
    const { kept } = await module.readState();
    kept!.fill(11);
    expect((await module.readState()).kept![0]).toBe(3);
    await module.dispose();
  });

  test('updates see only old values', async () => {
    const swap: Program = {
      inputs: {},
      run: ({ a, b }) => ({ state: { a: b!, b: a! }, outputs: { a: a! } }),
    };
    const module = await open(engine, { swap }, { a: floats([1], [1]), b: floats([1], [2]) });
    expect([...(await module.run('swap', {})).a!]).toEqual([1]);
    expect([...(await module.run('swap', {})).a!]).toEqual([2]);
    await module.run('swap', {});
    const { a, b } = await module.readState();
    expect([a![0], b![0]]).toEqual([2, 1]);
    await module.dispose();
  });

  test('keeps the order of calls that nobody awaited', async () => {
    const module = await open(engine);
    const calls = [
      module.run('train', batch()),
      module.writeState({ step: Int32Array.of(10) }),
      module.run('train', batch()),
      module.readState(['step']),
    ];
    expect((await Promise.all(calls))[3]).toEqual({ step: Int32Array.of(11) });
    await module.dispose();
  });

  test('warmUp runs every program and leaves no trace', async () => {
    const module = await open(engine);
    const seconds = await module.warmUp();
    expect(Object.keys(seconds)).toEqual(['train', 'probe']);
    expect(await module.readState()).toEqual({ w: Float32Array.of(1, -1), step: Int32Array.of(0) });
    await module.dispose();
  });

  test('lets timers in while it runs', async () => {
    const module = await open(engine);
    await module.warmUp(['train']);
    let ticks = 0;
    const timer = setInterval(() => ticks++, 1);
    const end = performance.now() + 500;
    while (performance.now() < end) await module.run('train', batch());
    clearInterval(timer);
    expect(ticks).toBeGreaterThan(2);
    await module.dispose();
  });

  test('frees everything, and says so when it is used afterwards', async () => {
    const backend = await openBackend({ backend: engine.backend });
    const before = [
      tf.memory().numTensors,
      backend.binding?.getNumOfTensors(),
      backend.binding?.getNumOfSavedModels(),
    ];
    const module = await open(engine);
    await module.run('train', batch());
    expect(module.memory().stateBytes).toBe(12);
    await module.dispose();
    await module.dispose();
    expect([
      tf.memory().numTensors,
      backend.binding?.getNumOfTensors(),
      backend.binding?.getNumOfSavedModels(),
    ]).toEqual(before);
    await expect(module.run('train', batch())).rejects.toThrow(/after dispose/);
  });

  test('rejects what does not fit, and goes on', async () => {
    const lookup: Program = {
      inputs: { ids: { shape: [2], dtype: 'int32', below: 2 } },
      run: ({ w }, { ids }) => ({ outputs: { rows: tf.gather(w!, ids as tf.Tensor1D) } }),
    };
    const module = await open(engine, { train, lookup });
    await expect(module.run('trian', batch())).rejects.toThrow(
      /no program of this name.*train, lookup.*trian/s,
    );
    await expect(module.run('train', { ...batch(), z: new Float32Array(1) })).rejects.toThrow(
      /no input of this name/,
    );
    const { learningRate: _, ...incomplete } = batch();
    await expect(module.run('train', incomplete)).rejects.toThrow(/input learningRate.*found: +nothing/s);
    await expect(module.run('train', { ...batch(), y: new Float32Array(5) })).rejects.toThrow(
      /length 4\n.*length 5/,
    );
    await expect(module.run('train', { ...batch(), y: new Int32Array(4) })).rejects.toThrow(
      /Float32Array of length 4/,
    );
    await expect(module.run('lookup', { ids: Int32Array.of(0, 2) })).rejects.toThrow(
      /value 1 is not an index/,
    );
    await expect(module.run('lookup', { ids: Int32Array.of(-1, 0) })).rejects.toThrow(
      /value 0 is not an index/,
    );
    await expect(module.readState(['v'])).rejects.toThrow(/no state entry/);
    await expect(module.writeState({ w: new Float32Array(3) })).rejects.toThrow(/state entry w/);
    await module.run('train', batch());
    await expect(module.run('train', batch(), ['los'])).rejects.toThrow(/no output of this name/);
    expect([...(await module.run('lookup', { ids: Int32Array.of(0, 0) })).rows!]).toHaveLength(2);
    expect([...(await module.readState(['step'])).step!]).toEqual([1]);
    await module.dispose();
  });

  test.each<[string, RegExp, Program['run']]>([
    [
      'a new shape',
      /update of state entry w.*\[2, 1\]\n.*\[1, 2\]/s,
      ({ w }) => ({ state: { w: tf.reshape(w!, [1, 2]) }, outputs: {} }),
    ],
    [
      'a new dtype',
      /float32 \[2, 1\]\n.*int32/,
      ({ w }) => ({ state: { w: tf.cast(w!, 'int32') }, outputs: {} }),
    ],
    [
      'state that is not there',
      /no state entry of this name/,
      ({ w }) => ({ state: { v: w! }, outputs: {} }),
    ],
    ['bool outputs', /float32 or int32\n.*bool/, ({ w }) => ({ outputs: { large: tf.greater(w!, 0) } })],
    ['a promise', /must not be async/, (async () => ({ outputs: {} })) as never],
  ])('a program that returns %s is an error', async (_, message, run) => {
    const useIt = async () => (await open(engine, { bad: { inputs: {}, run } })).run('bad', {});
    await expect(useIt()).rejects.toThrow(message);
  });

  test('does not grow over 2,000 runs', { timeout: 120_000 }, async () => {
    const module = await open(engine);
    const inputs = batch();
    const rss = async () => {
      globalThis.gc?.();
      return process.memoryUsage().rss / 2 ** 20;
    };
    for (let i = 0; i < 300; i++) await module.run('train', inputs);
    const before = { ...module.memory(), rss: await rss() };
    for (let i = 0; i < 2000; i++)
      await module.run(i % 10 ? 'train' : 'probe', i % 10 ? inputs : { x: Float32Array.of(1, 2) });
    const after = { ...module.memory(), rss: await rss() };
    expect(after.tensors).toBe(before.tensors);
    expect(after.nativeTensors).toBe(before.nativeTensors);
    // 2,000 runs of garbage in the JavaScript heap are about 10 MiB; a leak of one 4 kB tensor a run would be 8 more.
    expect(after.rss - before.rss).toBeLessThan(24);
    await module.dispose();
  });
});

describe.skipIf(nativeEngines.length === 0)('recording', () => {
  const outside = () => tf.tensor1d([1, 2]);
  test.each<[string, RegExp, () => Program['run']]>([
    [
      'reads a state entry',
      /read the value.*state entry w/s,
      () =>
        ({ w }) => ({ outputs: { y: tf.mul(w!, w!.dataSync()[0]!) } }),
    ],
    [
      'reads an input',
      /read the value.*input x/s,
      () =>
        (_, { x }) => ({ outputs: { y: tf.fill([1], x!.arraySync() as never) } }),
    ],
    [
      'reads a result',
      /result of Add/,
      () =>
        ({ w }) => ({ outputs: { y: tf.scalar(tf.add(w!, w!).dataSync()[0]!) } }),
    ],
    [
      'uses a tensor from outside',
      /an operand of Mul: .*made outside/,
      () => {
        const other = outside();
        other.square().dispose();
        return ({ w }) => ({ outputs: { y: tf.mul(w!, other) } });
      },
    ],
    [
      'uses a tensor from outside that no kernel has seen',
      /a constant of shape \[2\]: .*made outside/,
      () => {
        const other = outside();
        return ({ w }) => ({ outputs: { y: tf.mul(w!, other) } });
      },
    ],
    [
      'returns a tensor from outside',
      /made outside/,
      () => {
        const other = outside();
        return () => ({ outputs: { other } });
      },
    ],
    [
      'draws random numbers',
      /random number/,
      () =>
        ({ w }) => ({ outputs: { y: tf.add(w!, tf.randomNormal([1])) } }),
    ],
    [
      'samples',
      /Multinomial cannot be part/,
      () =>
        ({ w }) => ({ outputs: { y: tf.multinomial(tf.reshape(w!, [2]) as tf.Tensor1D, 1, 3) } }),
    ],
    [
      'makes strings',
      /float32, int32 or bool\n.*strings/,
      () =>
        ({ w }) => ({
          outputs: { y: tf.add(w!, tf.cast(tf.concat([tf.tensor1d(['a']), tf.tensor1d(['b'])]), 'float32')) },
        }),
    ],
  ])('a program that %s is an error, and the backend is as before', async (_, message, makeRun) => {
    const backend = await openBackend({ backend: 'tensorflow' });
    const [gather, { random }] = [tf.getKernel('GatherV2', 'tensorflow'), Math];
    const run = makeRun();
    const before = [tf.memory().numTensors, backend.binding!.getNumOfTensors()];
    const bad: Program = { inputs: { x: { shape: [], dtype: 'float32' } }, run };
    await expect(compile({ backend, state: state(), programs: { bad } })).rejects.toThrow(message);
    expect([tf.memory().numTensors, backend.binding!.getNumOfTensors()]).toEqual(before);
    expect((tf.backend() as unknown as { binding: unknown }).binding).toBe(backend.binding);
    expect(Object.hasOwn(tf.backend(), 'move')).toBe(false);
    expect(tf.getKernel('GatherV2', 'tensorflow')).toBe(gather);
    expect(Math.random).toBe(random);
    expect(tf.add(outside(), 1).arraySync()).toEqual([2, 3]);
  });

  test('keeps large constants, uniform or not, and reading a constant is allowed', async () => {
    const backend = await openBackend({ backend: 'tensorflow' });
    const ramp = Float32Array.from({ length: 600 }, (_, i) => i / 8);
    const program: Program = {
      inputs: {},
      run: ({ w }) => {
        const table = tf.tensor1d(ramp);
        const half = tf.mul(table, 0.5);
        table.dataSync();
        return {
          outputs: {
            ramp: half,
            ones: tf.mul(tf.ones([30, 20]), tf.slice(w!, [1, 0], [1, 1])),
            whole: tf.fill([600], 5, 'int32'),
            flags: tf.cast(tf.fill([600], 1, 'bool'), 'int32'),
          },
        };
      },
    };
    const module = await compile({ backend, state: state(), programs: { program }, mode: 'graph' });
    const { ramp: half, ones, whole, flags } = await module.run('program', {});
    expect([...half!]).toEqual(Array.from(ramp, (value) => value / 2));
    expect([...new Set(ones)]).toEqual([-1]);
    expect([...new Set(whole)]).toEqual([5]);
    expect([...new Set(flags)]).toEqual([1]);
    await module.dispose();
  });

  test('leaves no file behind', async () => {
    const directory = await mkdtemp(path.join(tmpdir(), 'lethe-test-'));
    const { TMPDIR } = process.env;
    process.env.TMPDIR = directory;
    try {
      const module = await open(nativeEngines[0]!.mode === 'eager' ? nativeEngines[1]! : nativeEngines[0]!);
      expect(readdirSync(directory)).toEqual([]);
      await module.dispose();
    } finally {
      if (TMPDIR === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = TMPDIR;
      await rm(directory, { recursive: true });
    }
  });

  test('a look-up by tf.gather is recorded; compiled programs clamp, which is why inputs have `below`', async () => {
    const backend = await openBackend({ backend: 'tensorflow' });
    const lookup: Program = {
      inputs: { ids: { shape: [2], dtype: 'int32' } },
      run: ({ w }, { ids }) => ({ outputs: { rows: tf.gather(w!, ids as tf.Tensor1D) } }),
    };
    const module = await compile({ backend, state: state(), programs: { lookup } });
    expect([...(await module.run('lookup', { ids: Int32Array.of(1, 9) })).rows!]).toEqual([-1, -1]);
    await module.dispose();
  });
});

describe('compile', () => {
  test('on wasm there is nothing to compile for', async () => {
    const backend = await openBackend({ backend: 'wasm' });
    await expect(compile({ backend, state: {}, programs: {}, mode: 'compiled' })).rejects.toThrow(
      /wasm backend has no compiled programs/,
    );
    const module = await compile({ backend, state: {}, programs: {} });
    expect(module.mode).toBe('eager');
    await module.dispose();
  });

  test('initial values that do not fit are an error', async () => {
    const backend = await openBackend({ backend: 'wasm' });
    const broken = { w: floats([3], [1, 2]) };
    await expect(compile({ backend, state: broken, programs: {} })).rejects.toThrow(
      /state entry w.*length 3/s,
    );
  });

  test.skipIf(nativeEngines.length === 0)(
    'auto compiles on tensorflow; a module notices a change of backend',
    async () => {
      const wasm = await openBackend({ backend: 'wasm' });
      const eager = await compile({ backend: wasm, state: state(), programs: { train } });
      const backend = await openBackend({ backend: 'tensorflow' });
      await expect(compile({ backend: wasm, state: {}, programs: {} })).rejects.toThrow(/not the active one/);
      await expect(eager.run('train', batch())).rejects.toThrow(/another backend was opened/);
      const module = await compile({ backend, state: state(), programs: { train } });
      expect(module.mode).toBe('compiled');
      await module.dispose();
      await openBackend({ backend: 'wasm' });
      await eager.dispose();
    },
  );
});
