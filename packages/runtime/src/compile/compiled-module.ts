import { setImmediate } from 'node:timers/promises';
import { LetheError } from '@lethe/contracts';
import type { Backend } from '../backends/backend.js';
import {
  checkInput,
  checkNames,
  checkValues,
  type InputSpec,
  mapValues,
  type Program,
  type StateEntry,
  sizeOf,
  type Values,
  zeros,
} from './program.js';

export interface ProgramInfo {
  inputs: Readonly<Record<string, InputSpec>>;
  /** Names of the outputs; in mode `eager` unknown before the first run. */
  outputs: readonly string[] | undefined;
  /** Seconds of the first run, which on `compiled` holds the XLA compilation; undefined before it. */
  firstRunSeconds: number | undefined;
}

export interface ModuleMemory {
  /** Bytes of the state, once. */
  stateBytes: number;
  /** Tensors that TensorFlow.js knows, of this module and of anybody else. */
  tensors: number;
  /** Tensors that the native addon holds; undefined on other backends. State inside a compiled module is not among them. */
  nativeTensors: number | undefined;
}

/** Programs over one state. Calls are carried out one after the other, in the order in which they were made. */
export interface CompiledModule {
  readonly mode: 'compiled' | 'graph' | 'eager';
  /** Seconds that recording and loading took; XLA compiles later, see `firstRunSeconds`. */
  readonly prepareSeconds: number;
  readonly programs: Readonly<Record<string, ProgramInfo>>;
  /**
   * Runs a program: one typed array per input in, one per output out. Leave the inputs alone until the promise settles.
   * `outputs` names those to bring to JavaScript (all by default); the program computes the others anyway.
   * When the promise is rejected the state is as before; only in mode `graph` may an operation that fails halfway leave some
   * entries updated.
   * Native runs hold the JavaScript thread; between them the module lets timers and signal handlers in every 50 ms.
   * @throws LetheError for an unknown program, input or output, and for values that do not fit.
   */
  run(
    program: string,
    inputs: Record<string, Values>,
    outputs?: readonly string[],
  ): Promise<Record<string, Values>>;
  /** Copies of the state entries named, or of all. */
  readState(names?: readonly string[]): Promise<Record<string, Values>>;
  /** Replaces state entries by copies of the values given. */
  writeState(values: Record<string, Values>): Promise<void>;
  /**
   * Runs the programs named (or all) once on zeros and puts the state back, so that XLA has compiled them.
   * Holds a copy of the state until then. Returns seconds per program.
   */
  warmUp(programs?: readonly string[]): Promise<Record<string, number>>;
  memory(): ModuleMemory;
  /** Frees the state and the graphs once the calls made so far are done; calls made after it fail. */
  dispose(): Promise<void>;
}

export interface ModuleParts {
  executor: Executor;
  backend: Pick<Backend, 'tf' | 'binding'>;
  state: Record<string, StateEntry>;
  programs: Record<string, Program>;
  mode: CompiledModule['mode'];
  prepareSeconds: number;
}

const YIELD_EVERY_MS = 50;

/** Puts checks, order and timing around an executor. */
export function createModule(parts: ModuleParts): CompiledModule {
  const { executor, backend, mode, prepareSeconds } = parts;
  const specs = mapValues(parts.state, ({ shape, dtype }) => ({ shape, dtype }));
  const stateBytes = Object.values(specs).reduce((bytes, { shape }) => bytes + 4 * sizeOf(shape), 0);
  const programs = mapValues(parts.programs, ({ inputs }, name) => ({
    inputs,
    firstRunSeconds: undefined as number | undefined,
    get outputs() {
      return executor.outputsOf(name);
    },
  }));
  let disposed = false;
  let tail: Promise<unknown> = Promise.resolve();
  let lastYield = performance.now();

  /** Runs `task` after all tasks before it, whether they failed or not. */
  function inOrder<T>(task: () => Promise<T>): Promise<T> {
    if (disposed) {
      return Promise.reject(new LetheError({ what: 'a compiled module was used after dispose()' }));
    }
    const result = tail.then(task);
    tail = result.catch(() => undefined);
    return result;
  }

  async function runNow(name: string, inputs: Record<string, Values>, outputs?: readonly string[]) {
    if (performance.now() - lastYield > YIELD_EVERY_MS) {
      await setImmediate();
      lastYield = performance.now();
    }
    const began = performance.now();
    const results = await executor.run(name, inputs, outputs);
    programs[name]!.firstRunSeconds ??= (performance.now() - began) / 1000;
    return results;
  }

  function checkedInputs(name: string, inputs: Record<string, Values>): Record<string, Values> {
    const wanted = programs[name]!.inputs;
    checkNames(`program ${name}`, 'input', Object.keys(inputs), wanted);
    return mapValues(wanted, (spec, key) => checkInput(`input ${key} of program ${name}`, spec, inputs[key]));
  }

  return {
    mode,
    prepareSeconds,
    programs,
    async run(name, inputs, outputs) {
      checkNames('run', 'program', [name], programs);
      const known = executor.outputsOf(name);
      if (known !== undefined) {
        checkNames(
          `program ${name}`,
          'output',
          outputs ?? [],
          Object.fromEntries(known.map((key) => [key, 0])),
        );
      }
      const checked = checkedInputs(name, inputs);
      return inOrder(() => runNow(name, checked, outputs));
    },
    async readState(names = Object.keys(specs)) {
      checkNames('readState', 'state entry', names, specs);
      return inOrder(() => executor.read(names));
    },
    async writeState(values) {
      checkNames('writeState', 'state entry', Object.keys(values), specs);
      for (const [name, array] of Object.entries(values)) {
        checkValues(`state entry ${name}`, specs[name]!, array);
      }
      return inOrder(async () => executor.write(values));
    },
    async warmUp(names = Object.keys(programs)) {
      checkNames('warmUp', 'program', names, programs);
      return inOrder(async () => {
        const seconds: Record<string, number> = {};
        const saved = await executor.read(Object.keys(specs));
        try {
          for (const name of names) {
            const began = performance.now();
            await runNow(name, mapValues(programs[name]!.inputs, zeros));
            seconds[name] = (performance.now() - began) / 1000;
          }
        } finally {
          await executor.write(saved);
        }
        return seconds;
      });
    },
    memory: () => ({
      stateBytes,
      tensors: backend.tf.memory().numTensors,
      nativeTensors: backend.binding?.getNumOfTensors(),
    }),
    async dispose() {
      if (disposed) return;
      const done = inOrder(async () => executor.dispose());
      disposed = true;
      await done;
    },
  };
}

/** One way to run the programs of a module: as recorded graphs or eagerly. Arguments are checked before they come here. */
export interface Executor {
  /** Runs a program and returns the outputs named, or all. State changes only when the program succeeds. */
  run(
    program: string,
    inputs: Record<string, Values>,
    outputs?: readonly string[],
  ): Promise<Record<string, Values>>;
  /** Copies of the state entries named. */
  read(names: readonly string[]): Promise<Record<string, Values>>;
  /** Replaces state entries by copies of the values given. */
  write(values: Record<string, Values>): void | Promise<void>;
  /** Output names of a program, or undefined while they are unknown. */
  outputsOf(program: string): readonly string[] | undefined;
  dispose(): void;
}
