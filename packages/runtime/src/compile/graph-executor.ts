import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { LetheError } from '@lethe/contracts';
import type { TensorFlow } from '../backends/backend.js';
import type { NativeBinding } from '../native/load-native-binding.js';
import { collectGarbage } from './collect-garbage.js';
import type { Executor } from './compiled-module.js';
import {
  initialValues,
  mapValues,
  type Program,
  type StateEntry,
  sizeOf,
  type TensorSpec,
  type Values,
} from './program.js';
import { recordProgram } from './record-program.js';
import { DATA_TYPES, type Recording } from './recording.js';
import { SAVED_MODEL_TAG } from './tensorflow-protos.js';
import { type WrittenModel, writeSavedModel } from './write-saved-model.js';

// TensorFlow prepares the whole graph again for every new set of ports, so a transfer should need few sets;
// a fed value is held twice while it is written, so none should be huge.
const TRANSFER_BYTES = 2 ** 30;
/** Values that are read on the way are transferred in smaller portions, the most that JavaScript holds of them. */
const READ_BYTES = 2 ** 25;

/** A recorded program, and what it is given. */
export interface RecordedProgram {
  inputs: Program['inputs'];
  recording: Recording;
}

/**
 * Records every program, loads them as one TensorFlow session that holds the state, and replays them there.
 * With `xla` each program is compiled by XLA at its first run (seconds); without, it runs as a plain graph.
 */
export function graphExecutor(
  tf: TensorFlow,
  binding: NativeBinding,
  state: Record<string, StateEntry>,
  programs: Record<string, Program>,
  xla: boolean,
): Executor {
  return recordingsExecutor(binding, state, recordPrograms(tf, programs, state), xla);
}

/** Records programs over a state, of which only the shapes matter. */
export function recordPrograms(
  tf: TensorFlow,
  programs: Record<string, Program>,
  state: Record<string, StateEntry>,
): Record<string, RecordedProgram> {
  return mapValues(programs, (program, name) => ({
    inputs: program.inputs,
    recording: recordProgram(tf, name, program, state),
  }));
}

/** The same as `graphExecutor` of programs that are recorded already. */
export function recordingsExecutor(
  binding: NativeBinding,
  state: Record<string, StateEntry>,
  recorded: Record<string, RecordedProgram>,
  xla: boolean,
): Executor {
  // Only the specifications are kept: once written, the values live in the session.
  const specs = mapValues(state, ({ shape, dtype }) => ({ shape, dtype }));
  const { bytes, ...ports } = writeSavedModel(specs, recorded, binding, xla);
  const executor = replay(
    rethrown('loading the recorded programs', () => openSession(binding, bytes)),
    ports,
    specs,
    mapValues(recorded, ({ inputs }) => inputs),
  );
  writeInitial(executor, state);
  return executor;
}

/**
 * Transfers the initial values to the session. Where they are read on the way, memory holds the state and one portion at most, or
 * twice the largest entry: the largest come first, when little else is there.
 */
function writeInitial(executor: Executor, state: Record<string, StateEntry>): void {
  const bytesOf = (name: string) => 4 * sizeOf(state[name]!.shape);
  const isRead = Object.values(state).some(({ values }) => typeof values === 'function');
  const names = Object.keys(state);
  if (isRead) names.sort((a, b) => bytesOf(b) - bytesOf(a));
  for (const group of groupBySize(names, bytesOf, isRead ? READ_BYTES : TRANSFER_BYTES)) {
    executor.write(Object.fromEntries(group.map((name) => [name, initialValues(name, state[name]!)])));
    if (isRead) collectGarbage();
  }
}

function replay(
  session: Session,
  ports: Omit<WrittenModel, 'bytes'>,
  state: Record<string, TensorSpec>,
  inputSpecs: Record<string, Program['inputs']>,
): Executor {
  const bytesOf = (name: string) => 4 * sizeOf(state[name]!.shape);
  return {
    async run(name, inputs, outputs) {
      const program = ports.programs[name]!;
      const wanted = program.outputs.filter((output) => outputs?.includes(output.name) ?? true);
      const feeds = program.inputs.map((input) => ({
        port: input.port,
        spec: inputSpecs[name]![input.name]!,
        values: inputs[input.name]!,
      }));
      // TensorFlow runs nothing when nothing is fetched.
      const fetches = wanted.length > 0 ? wanted.map(({ port }) => port) : [program.done];
      const values = rethrown(`program ${name}`, () => session.call(feeds, fetches));
      return Object.fromEntries(wanted.map((output, i) => [output.name, values[i]!]));
    },
    async read(names) {
      const values: Record<string, Values> = {};
      for (const group of groupBySize(names, bytesOf, TRANSFER_BYTES)) {
        const fetched = session.call(
          [],
          group.map((name) => ports.state[name]!.read),
        );
        group.forEach((name, i) => {
          values[name] = fetched[i]!;
        });
      }
      return values;
    },
    write(values) {
      for (const group of groupBySize(Object.keys(values), bytesOf, TRANSFER_BYTES)) {
        session.call(
          group.map((name) => ({
            port: ports.state[name]!.value,
            spec: state[name]!,
            values: values[name]!,
          })),
          group.map((name) => ports.state[name]!.written),
        );
      }
    },
    outputsOf: (name) => ports.programs[name]!.outputs.map((output) => output.name),
    dispose: () => session.close(),
  };
}

/** Runs `step`; an error of TensorFlow becomes one that says where it happened and what to try. */
function rethrown<T>(where: string, step: () => T): T {
  try {
    return step();
  } catch (error) {
    throw new LetheError(
      {
        what: 'TensorFlow rejected a compiled program',
        where,
        found: (error instanceof Error ? error.message : String(error)).slice(0, 1000),
        next: "try mode 'graph' (no XLA) or 'eager' to see whether the program itself is at fault",
      },
      { cause: error },
    );
  }
}

/** A value to feed into a port of a session. */
export interface Feed {
  port: string;
  spec: TensorSpec;
  values: Values;
}

/** A TensorFlow session over a graph of ours. Calls are synchronous: they hold the JavaScript thread until TensorFlow is done. */
export interface Session {
  /** Runs what the fetched ports depend on and returns copies of their values. */
  call(feeds: readonly Feed[], fetches: readonly string[]): Values[];
  close(): void;
}

/** Starts a session over an encoded SavedModel. The file that TensorFlow insists on is gone when this returns. */
function openSession(binding: NativeBinding, savedModel: Uint8Array): Session {
  const directory = mkdtempSync(path.join(tmpdir(), 'lethe-program-'));
  let id: number;
  try {
    writeFileSync(path.join(directory, 'saved_model.pb'), savedModel);
    id = binding.loadSavedModel(directory, SAVED_MODEL_TAG);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
  return {
    call(feeds, fetches) {
      const fed: number[] = [];
      const fetched: number[] = [];
      try {
        for (const { spec, values } of feeds) {
          fed.push(binding.createTensor([...spec.shape], DATA_TYPES[spec.dtype], values));
        }
        const ports = feeds.map(({ port }) => port).join();
        for (const result of binding.runSavedModel(id, fed, ports, fetches.join())) fetched.push(result.id);
        return fetched.map((tensor) => binding.tensorDataSync(tensor) as Values);
      } finally {
        for (const tensor of [...fed, ...fetched]) binding.deleteTensor(tensor);
      }
    },
    close: () => binding.deleteSavedModel(id),
  };
}

/** Splits `names` in order into groups of at most `limit` bytes; a larger entry is a group by itself. */
export function groupBySize(
  names: readonly string[],
  bytesOf: (name: string) => number,
  limit: number,
): string[][] {
  const groups: string[][] = [];
  let room = 0;
  for (const name of names) {
    const bytes = bytesOf(name);
    if (groups.length === 0 || bytes > room) {
      groups.push([]);
      room = limit;
    }
    groups.at(-1)!.push(name);
    room -= bytes;
  }
  return groups;
}
