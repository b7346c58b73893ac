import { LetheError } from '@lethe/contracts';
import type { Tensor } from '@tensorflow/tfjs';
import type { Backend } from '../backends/backend.js';
import type { Executor } from './compiled-module.js';
import {
  checkNames,
  checkResult,
  initialValues,
  mapValues,
  type Program,
  type StateEntry,
  type Values,
} from './program.js';

/** Runs programs operation by operation on the backend given, with the state kept as tensors of that backend. */
export function eagerExecutor(
  { name: backendName, tf }: Pick<Backend, 'name' | 'tf'>,
  initial: Record<string, StateEntry>,
  programs: Record<string, Program>,
): Executor {
  // tfjs takes over the typed array that it is given, so that a later write to it would change the tensor.
  const toTensor = ({ shape, dtype }: Omit<StateEntry, 'values'>, values: Values) =>
    tf.tensor(values.slice(), [...shape], dtype);
  const specs = mapValues(initial, ({ shape, dtype }) => ({ shape, dtype }));
  const outputNames: Record<string, string[]> = {};
  requireActive();
  const state = mapValues(initial, (entry, name) => tf.keep(toTensor(entry, initialValues(name, entry))));

  function requireActive(): void {
    if (tf.getBackend() === backendName) return;
    throw new LetheError({
      what: 'another backend was opened since this module was compiled',
      expected: `${backendName} to be the active backend of TensorFlow.js`,
      found: tf.getBackend(),
      next: `open ${backendName} again before using the module`,
    });
  }

  /** Runs the program in one scope and returns tensors that the caller owns. */
  function compute(name: string, inputs: Record<string, Values>, outputs: readonly string[] | undefined) {
    const program = programs[name]!;
    let updates!: Record<string, Tensor>;
    let results!: Record<string, Tensor>;
    tf.tidy(() => {
      const inputTensors = mapValues(program.inputs, (spec, key) => toTensor(spec, inputs[key]!));
      const result = program.run({ ...state }, inputTensors);
      checkResult(name, result, specs);
      outputNames[name] = Object.keys(result.outputs);
      checkNames(`program ${name}`, 'output', outputs ?? [], result.outputs);
      const wanted = Object.entries(result.outputs).filter(([key]) => outputs?.includes(key) ?? true);
      // A clone shares the data; it makes a tensor that is returned twice, or is itself state, safe to dispose of.
      updates = mapValues(result.state ?? {}, (tensor) => tf.keep(tensor.clone()));
      results = mapValues(Object.fromEntries(wanted), (tensor) => tf.keep(tensor.clone()));
    });
    return { updates, results };
  }

  return {
    async run(name, inputs, outputs) {
      requireActive();
      const { updates, results } = compute(name, inputs, outputs);
      try {
        const values: Record<string, Values> = {};
        for (const [key, tensor] of Object.entries(results)) values[key] = await copyOf(tensor);
        for (const [key, tensor] of Object.entries(updates)) {
          state[key]!.dispose();
          state[key] = tensor;
          delete updates[key];
        }
        return values;
      } finally {
        tf.dispose([results, updates] as never);
      }
    },
    async read(names) {
      requireActive();
      const values: Record<string, Values> = {};
      for (const name of names) values[name] = await copyOf(state[name]!);
      return values;
    },
    write(values) {
      requireActive();
      for (const [name, array] of Object.entries(values)) {
        const replaced = state[name]!;
        state[name] = tf.keep(toTensor(specs[name]!, array));
        replaced.dispose();
      }
    },
    outputsOf: (name) => outputNames[name],
    dispose: () => tf.dispose(state),
  };
}

/** Some backends hand out their own array, which may be part of the state. */
async function copyOf(tensor: Tensor): Promise<Values> {
  return ((await tensor.data()) as Values).slice();
}
