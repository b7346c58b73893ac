import { LetheError } from '@lethe/contracts';
import type { Backend } from '../backends/backend.js';
import { type CompiledModule, createModule } from './compiled-module.js';
import { eagerExecutor } from './eager-executor.js';
import { graphExecutor } from './graph-executor.js';
import { checkValues, type Program, type StateEntry } from './program.js';

/**
 * How programs run. `compiled`: one TensorFlow graph per program, compiled by XLA (tensorflow only). `graph`: the same
 * without XLA, which starts in a tenth of the time and runs slower. `eager`: operation by operation, on any backend.
 * `auto`: compiled where that is possible, else eager. All give the same numbers to rounding.
 */
export type CompileMode = 'auto' | 'compiled' | 'graph' | 'eager';

export interface CompileOptions {
  /** From `openBackend`; it must be the active backend. */
  backend: Backend;
  /** Every entry that any program reads or updates: parameters, optimizer moments, step number. */
  state: Record<string, StateEntry>;
  /** All programs that share the state: sessions do not share variables, so one module must hold them all. */
  programs: Record<string, Program>;
  mode?: CompileMode;
}

/**
 * Makes a module of programs over one state.
 * On `tensorflow` each program is run once to record it, and replayed as one graph that keeps the state; elsewhere the
 * same functions run eagerly. Nothing is compiled by XLA before a program's first run (see `warmUp`).
 * @throws LetheError for initial values that do not fit, for a mode that the backend does not have, and for a program that
 * cannot be recorded: one that reads a tensor's value in JavaScript, uses a tensor from outside, draws random numbers,
 * changes the shape of a state entry, or uses an operation that compiled programs do not have.
 */
export async function compile(options: CompileOptions): Promise<CompiledModule> {
  const { backend, state, programs } = options;
  const mode = checkedMode(options);
  const began = performance.now();
  const executor =
    mode === 'eager'
      ? eagerExecutor(backend, state, programs)
      : graphExecutor(backend.tf, backend.binding!, state, programs, mode === 'compiled');
  const prepareSeconds = (performance.now() - began) / 1000;
  return createModule({ executor, backend, state, programs, mode, prepareSeconds });
}

/**
 * How the programs will run.
 * @throws LetheError for initial values that do not fit, a backend that is not the active one, and a mode that it does not have
 */
export function checkedMode({ backend, state, mode = 'auto' }: CompileOptions): CompiledModule['mode'] {
  for (const [name, entry] of Object.entries(state)) {
    // Values that are still to be read are checked when they are.
    if (typeof entry.values !== 'function') checkValues(`state entry ${name}`, entry, entry.values);
  }
  if (backend.tf.getBackend() !== backend.name) {
    throw new LetheError({
      what: 'the backend to compile for is not the active one',
      expected: backend.name,
      found: backend.tf.getBackend(),
      next: `open ${backend.name} again`,
    });
  }
  if (mode === 'auto') return backend.binding === undefined ? 'eager' : 'compiled';
  if (mode === 'eager' || backend.binding !== undefined) return mode;
  throw new LetheError({
    what: `the ${backend.name} backend has no compiled programs`,
    where: 'mode',
    expected: "'auto' or 'eager', or the tensorflow backend",
    found: mode,
  });
}
