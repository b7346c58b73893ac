import type { ModelConfig } from '@lethe/model';
import type { Backend, CompiledModule, Program } from '@lethe/runtime';

/** What an observer is told before training begins. */
export interface ObserverContext {
  backend: Backend;
  /** The model that is trained. */
  config: ModelConfig;
  /** Directory of the data stage. */
  data: string;
  /** Token ids of the data. */
  vocabSize: number;
  /** Tokens of a row. */
  sequenceLength: number;
  /** Directory that the train stage fills; the observer may write tables of the contract into it. */
  out: string;
  /** Updates of the whole training. */
  steps: number;
  /** Prints one line of progress. */
  log: (line: string) => void;
  /** Aborted when training is to stop early. */
  signal: AbortSignal;
}

/** The compiled module of the training: it runs the observer's programs on the current parameters. */
export interface ObserverRun extends ObserverContext {
  module: CompiledModule;
  /** Where training goes on after an interruption: what `position` said then, which lies in the files already. */
  resumeAt?: unknown;
}

/**
 * Looks at a model while it trains. Its programs are compiled into the module of the training step and read the
 * parameters by their Hugging Face names from the same state; nothing is copied. Which steps it measures at
 * is its own affair.
 */
export interface StepObserver {
  /** Short name for messages. */
  name: string;
  /** Programs that it wants to run; their names must differ from those of all others. */
  programs(context: ObserverContext): Promise<Record<string, Program>>;
  /** Called once, before `afterStep(0)`, or before the first update after an interruption. */
  start(context: ObserverRun): Promise<void>;
  /** Called with the number of updates done: 0 for the initial model, then after every update. */
  afterStep(updates: number): Promise<void>;
  /**
   * What it needs to go on after an interruption, as JSON, such as the length of what it wrote. Training can be resumed
   * only when all observers have this.
   */
  position?(): unknown;
  /** What the manifest of the training is to say of what was measured, as JSON; asked for after `finish`. */
  summary?(): object | undefined;
  /** Called after the last update: closes what it wrote. */
  finish(): Promise<void>;
  /** Called instead of `finish` when training stops early: closes its files and must not throw. */
  abort?(): void;
}

/** What a module must export to be named in `train.observers`. */
export interface ObserverModule {
  createObserver(options: Record<string, unknown>): StepObserver;
}
