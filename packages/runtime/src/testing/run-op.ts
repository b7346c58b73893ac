import * as tf from '@tensorflow/tfjs';
import { openBackend } from '../backends/open-backend.js';
import { compile } from '../compile/compile.js';
import type { CompiledModule } from '../compile/compiled-module.js';
import type { TensorSpec, Values } from '../compile/program.js';
import { findNativeLibrary } from '../native/find-native-library.js';

/** A way to run a program: on which backend, and how. */
export interface Engine {
  name: string;
  backend: 'tensorflow' | 'wasm';
  mode: CompiledModule['mode'];
}

/** Every way that this machine has; only wasm where there is no native library. */
export const engines: Engine[] = [
  { name: 'wasm', backend: 'wasm', mode: 'eager' },
  ...(findNativeLibrary().found
    ? (['eager', 'graph', 'compiled'] as const).map((mode) => ({
        name: `tensorflow ${mode}`,
        backend: 'tensorflow' as const,
        mode,
      }))
    : []),
];

export const nativeEngines = engines.filter(({ backend }) => backend === 'tensorflow');

/** A tensor's values with their shape and type. */
export type Entry = TensorSpec & { values: Values };

export type Operation = (inputs: Record<string, tf.Tensor>) => tf.Tensor;

export function floats(shape: number[], values: ArrayLike<number>): Entry {
  return { shape, dtype: 'float32', values: Float32Array.from(values) };
}

export function ints(shape: number[], values: ArrayLike<number>): Entry {
  return { shape, dtype: 'int32', values: Int32Array.from(values) };
}

/** Runs `operation` on one engine and returns its value. */
export async function evaluate(
  engine: Engine,
  inputs: Record<string, Entry>,
  operation: Operation,
): Promise<Values> {
  return (await runProgram(engine, inputs, (tensors) => ({ value: operation(tensors) }))).value!;
}

/**
 * The gradient of sum(weights * operation(inputs)) by each input named. With weights that differ from element to element,
 * a gradient that mixes up rows or sums over too much does not pass.
 */
export async function gradients(
  engine: Engine,
  inputs: Record<string, Entry>,
  by: string[],
  weights: Entry,
  operation: Operation,
): Promise<Record<string, Values>> {
  return runProgram(engine, { ...inputs, weights }, ({ weights, ...tensors }) => {
    const loss = (...varied: tf.Tensor[]) => {
      const value = operation({ ...tensors, ...Object.fromEntries(by.map((key, i) => [key, varied[i]!])) });
      return tf.sum(tf.mul(value, weights!)) as tf.Scalar;
    };
    const { grads } = tf.valueAndGrads(loss)(by.map((key) => tensors[key]!));
    return Object.fromEntries(by.map((key, i) => [key, grads[i]!]));
  });
}

async function runProgram(
  engine: Engine,
  inputs: Record<string, Entry>,
  body: (inputs: Record<string, tf.Tensor>) => Record<string, tf.Tensor>,
): Promise<Record<string, Values>> {
  const module = await compile({
    backend: await openBackend({ backend: engine.backend }),
    state: {},
    programs: { op: { inputs, run: (_, tensors) => ({ outputs: body(tensors) }) } },
    mode: engine.mode,
  });
  try {
    return await module.run(
      'op',
      Object.fromEntries(Object.entries(inputs).map(([key, { values }]) => [key, values])),
    );
  } finally {
    await module.dispose();
  }
}
