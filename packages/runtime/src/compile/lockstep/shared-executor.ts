import type { NativeBinding } from '../../native/load-native-binding.js';
import { type RecordedProgram, recordingsExecutor } from '../graph-executor.js';
import {
  initialValues,
  mapValues,
  type StateEntry,
  sizeOf,
  type TensorSpec,
  type Values,
  zeros,
} from '../program.js';
import { liftRecordings, ofRuns } from './lift-recordings.js';

/** One of the runs of a shared program: what it starts with, and its programs as they were recorded. */
export interface SharedRun {
  state: Record<string, StateEntry>;
  programs: Record<string, RecordedProgram>;
}

/** Programs and states of several runs as one. Runs are told apart by their place; those that are not named stay as they are. */
export interface SharedExecutor {
  run(
    program: string,
    calls: readonly {
      place: number;
      inputs: Record<string, Values>;
      outputs?: readonly string[] | undefined;
    }[],
  ): Promise<Record<string, Values>[]>;
  read(calls: readonly { place: number; names: readonly string[] }[]): Promise<Record<string, Values>[]>;
  write(calls: readonly { place: number; values: Record<string, Values> }[]): Promise<void>;
  /** Whether a program changes the state. */
  updates(program: string): boolean;
  outputsOf(program: string): readonly string[] | undefined;
  /** The values of a run that has ended are no longer kept. */
  leave(place: number): void;
}

/** @throws LetheError for programs that cannot be computed for several runs at once */
export function sharedExecutor(
  binding: NativeBinding,
  runs: readonly SharedRun[],
  xla: boolean,
): SharedExecutor {
  const [{ state, programs }] = runs as [SharedRun, ...SharedRun[]];
  const specs = mapValues(state, ({ shape, dtype }): TensorSpec => ({ shape, dtype }));
  const lifted = mapValues(programs, ({ inputs }, name) => ({
    inputs: mapValues(inputs, (spec) => ofRuns(spec, runs.length)),
    recording: liftRecordings(
      runs.map((run) => run.programs[name]!.recording),
      { state: specs, inputs },
      binding,
    ),
  }));
  const initial = mapValues(
    state,
    (spec, name): StateEntry => ({
      ...ofRuns(spec, runs.length),
      values: () => joined(runs.map((run) => initialValues(name, run.state[name]!))),
    }),
  );
  const executor = recordingsExecutor(binding, initial, lifted, xla);
  const present = new Set(runs.keys());
  const updatesOf = mapValues(lifted, ({ recording }) => Object.keys(recording.updates));
  const partOf = (values: Values, { shape }: TensorSpec, place: number): Values =>
    values.slice(place * sizeOf(shape), (place + 1) * sizeOf(shape));

  /** Writes entries of some runs, the others' as they are. */
  const write: SharedExecutor['write'] = async (calls) => {
    const names = [...new Set(calls.flatMap(({ values }) => Object.keys(values)))];
    const isWhole = runs.every((_, place) =>
      calls.some((call) => call.place === place && names.every((name) => call.values[name])),
    );
    const all = isWhole
      ? Object.fromEntries(names.map((name) => [name, zeros(ofRuns(specs[name]!, runs.length))]))
      : await executor.read(names);
    for (const { place, values } of calls) {
      for (const [name, own] of Object.entries(values))
        all[name]!.set(own, place * sizeOf(specs[name]!.shape));
    }
    await executor.write(all);
  };

  const read: SharedExecutor['read'] = async (calls) => {
    const all = await executor.read([...new Set(calls.flatMap(({ names }) => names))]);
    return calls.map(({ place, names }) =>
      Object.fromEntries(names.map((name) => [name, partOf(all[name]!, specs[name]!, place)])),
    );
  };

  return {
    async run(program, calls) {
      const { inputs, recording } = lifted[program]!;
      const idle = [...present].filter((place) => !calls.some((call) => call.place === place));
      const isKept = idle.length > 0 && updatesOf[program]!.length > 0;
      const kept = isKept ? await read(idle.map((place) => ({ place, names: updatesOf[program]! }))) : [];
      const fed = mapValues(inputs, (spec, name) => {
        const values = zeros(spec);
        const size = values.length / runs.length;
        for (const call of calls) values.set(call.inputs[name]!, call.place * size);
        return values;
      });
      const wanted = [...new Set(calls.flatMap((call) => call.outputs ?? Object.keys(recording.outputs)))];
      let results: Record<string, Values>;
      try {
        results = await executor.run(program, fed, wanted);
      } finally {
        if (isKept) await write(idle.map((place, i) => ({ place, values: kept[i]! })));
      }
      const own = programs[program]!.recording.outputs;
      return calls.map(({ place, outputs = Object.keys(own) }) =>
        Object.fromEntries(outputs.map((name) => [name, partOf(results[name]!, own[name]!.spec, place)])),
      );
    },
    read,
    write,
    updates: (program) => updatesOf[program]!.length > 0,
    outputsOf: (program) => executor.outputsOf(program),
    leave(place) {
      present.delete(place);
      if (present.size === 0) executor.dispose();
    },
  };
}

function joined(parts: readonly Values[]): Values {
  const size = parts.reduce((sum, { length }) => sum + length, 0);
  const all = parts[0] instanceof Float32Array ? new Float32Array(size) : new Int32Array(size);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
