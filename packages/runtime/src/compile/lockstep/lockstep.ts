import { groupBy } from '@lethe/contracts';
import { type CompileOptions, checkedMode, type compile } from '../compile.js';
import { type CompiledModule, createModule, type Executor } from '../compiled-module.js';
import { eagerExecutor } from '../eager-executor.js';
import { recordPrograms } from '../graph-executor.js';
import { mapValues } from '../program.js';
import { describeRecording } from './lift-recordings.js';
import { type SharedExecutor, type SharedRun, sharedExecutor } from './shared-executor.js';
import { createWaitForAll, type Outcome, type WaitForAll } from './wait-for-all.js';

/** One of several runs that go in lockstep. */
export interface LockstepMember {
  /** As `compile`. Where other members ask for the same programs, these are computed for all of them at once. */
  compile: typeof compile;
  /** To be called when the run has ended, however it did: the others no longer wait for it. */
  leave(): void;
}

/** Lower ones are served first: runs that measure when others do not are done with it before all of them go on. */
const PRIORITY = { compile: 0, read: 1, write: 2, measure: 3, update: 4 } as const;

/**
 * Lets several runs compute the same programs at once, each on a state and inputs of its own: as one program with an axis of
 * runs. Every run is written as if it were alone. It is for runs that do the same in the same order; where they do not,
 * they get the same numbers and gain nothing. On a backend without graphs they come one after the other.
 */
export function createLockstep(members: number): LockstepMember[] {
  const waiting = createWaitForAll(members);
  let modules = 0;

  /** Modules of those that do the same; whoever cannot be compiled fails alone, or with its like. */
  const compileAll = async (
    asked: readonly { member: number; asked: CompileOptions }[],
  ): Promise<Outcome<CompiledModule>[]> => {
    const outcomes = new Map<number, Outcome<CompiledModule>>();
    const prepared = asked.flatMap(({ member, asked: options }): (Prepared & { member: number })[] => {
      const made = attempt(() => prepare(options));
      if ('answer' in made) return [{ member, options, ...made.answer }];
      outcomes.set(member, made);
      return [];
    });
    for (const group of groupBy(prepared, ({ key, member }) => key ?? `alone ${member}`).values()) {
      const began = performance.now();
      const made = attempt(() => executorOf(group));
      const prepareSeconds = (performance.now() - began) / 1000;
      const name = `module ${modules++}`;
      for (const [place, { member, options, mode }] of group.entries()) {
        if ('error' in made) outcomes.set(member, made);
        else {
          const executor = memberExecutor({ executor: made.answer, waiting, name }, place, member);
          const { backend, state, programs } = options;
          outcomes.set(member, {
            answer: createModule({ executor, backend, state, programs, mode, prepareSeconds }),
          });
        }
      }
    }
    return asked.map(({ member }) => outcomes.get(member)!);
  };

  return Array.from({ length: members }, (_, member) => ({
    compile: (options) =>
      waiting.ask(member, {
        group: 'compile',
        priority: PRIORITY.compile,
        asked: options,
        serve: compileAll,
      }),
    leave: () => waiting.leave(member),
  }));
}

interface Prepared extends SharedRun {
  options: CompileOptions;
  mode: CompiledModule['mode'];
  /** The same for those that can be one; undefined where nothing can be recorded. */
  key: string | undefined;
}

function attempt<T>(make: () => T): Outcome<T> {
  try {
    return { answer: make() };
  } catch (error) {
    return { error };
  }
}

const answered = <T>(answers: readonly T[]): Outcome<T>[] => answers.map((answer) => ({ answer }));

/** Records programs where that is possible. */
function prepare(options: CompileOptions): Omit<Prepared, 'options'> {
  const { backend, state } = options;
  const wanted = checkedMode(options);
  // Together they do more than one alone, for which recording may not have paid.
  const mode = wanted === 'eager' && backend.binding ? 'graph' : wanted;
  if (!backend.binding) return { mode, state, programs: {}, key: undefined };
  const programs = recordPrograms(backend.tf, options.programs, state);
  const key = JSON.stringify([
    mode,
    mapValues(state, ({ shape, dtype }) => [shape, dtype]),
    mapValues(programs, ({ inputs, recording }) => [inputs, describeRecording(recording)]),
  ]);
  return { mode, state, programs, key };
}

function executorOf(group: readonly Prepared[]): SharedExecutor {
  const [{ options, mode }] = group as [Prepared];
  const { backend, state, programs } = options;
  if (!backend.binding) return ofOne(eagerExecutor(backend, state, programs));
  // One alone, too, so that its numbers do not depend on how many others there are.
  return sharedExecutor(backend.binding, group, mode === 'compiled');
}

interface Shared {
  executor: SharedExecutor;
  waiting: WaitForAll;
  /** Tells modules apart. */
  name: string;
}

/** The part of one run in an executor of several. */
function memberExecutor({ executor, waiting, name }: Shared, place: number, member: number): Executor {
  return {
    run: (program, inputs, outputs) =>
      waiting.ask(member, {
        group: `${name} runs ${program}`,
        priority: executor.updates(program) ? PRIORITY.update : PRIORITY.measure,
        asked: { place, inputs, outputs },
        serve: async (calls) =>
          answered(
            await executor.run(
              program,
              calls.map(({ asked }) => asked),
            ),
          ),
      }),
    read: (names) =>
      waiting.ask(member, {
        group: `${name} reads`,
        priority: PRIORITY.read,
        asked: { place, names },
        serve: async (calls) => answered(await executor.read(calls.map(({ asked }) => asked))),
      }),
    write: (values) =>
      waiting.ask(member, {
        group: `${name} writes`,
        priority: PRIORITY.write,
        asked: { place, values },
        async serve(calls) {
          await executor.write(calls.map(({ asked }) => asked));
          return calls.map(() => ({ answer: undefined }));
        },
      }),
    outputsOf: (program) => executor.outputsOf(program),
    dispose: () => executor.leave(place),
  };
}

/** An executor of one run as one of several. */
function ofOne(executor: Executor): SharedExecutor {
  return {
    run: (program, calls) =>
      Promise.all(calls.map(({ inputs, outputs }) => executor.run(program, inputs, outputs))),
    read: (calls) => Promise.all(calls.map(({ names }) => executor.read(names))),
    async write(calls) {
      for (const { values } of calls) await executor.write(values);
    },
    updates: () => true,
    outputsOf: (program) => executor.outputsOf(program),
    leave: () => executor.dispose(),
  };
}
