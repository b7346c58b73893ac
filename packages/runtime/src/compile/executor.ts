import type { Values } from './program.js';

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
  write(values: Record<string, Values>): void;
  /** Output names of a program, or undefined while they are unknown. */
  outputsOf(program: string): readonly string[] | undefined;
  dispose(): void;
}
