import type { ModelConfig } from '@lethe/model';
import type { Backend, CompiledModule, Program } from '@lethe/runtime';

/** What an observer knows before training begins. */
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
  /** Where an interrupted training is resumed: what `position` returned then; everything before it is in the files. */
  resumeAt?: unknown;
}

/**
 * Observes a model while it trains. Its programs are compiled into the module of the training step and read the
 * parameters by their Hugging Face names from the same state; nothing is copied. It decides itself at which steps it
 * measures.
 */
export interface StepObserver {
  /** Short name for messages. */
  name: string;
  /** Its programs; their names must differ from those of all other observers. */
  programs(context: ObserverContext): Promise<Record<string, Program>>;
  /**
   * Tokens that pass through the model in all its measurements, asked after `programs`; none by default. Short trainings
   * run sooner than their programs compile.
   */
  tokens?(): number;
  /** Called once, before `afterStep(0)`, or before the first update after an interruption. */
  start(context: ObserverRun): Promise<void>;
  /**
   * Called with the number of updates done: 0 for the initial model, then after every update.
   * @param isLast whether training ends here, which `train.until` may let it do before the last step of the order
   */
  afterStep(updates: number, isLast: boolean): Promise<void>;
  /**
   * What it needs to be resumed after an interruption, as JSON, such as the length of what it wrote. Training can be
   * resumed only when all observers have this.
   */
  position?(): unknown;
  /** A summary of the measurements for the manifest of the training, as JSON; called after `finish`. */
  summary?(): object | undefined;
  /** Called after the last update: closes what it wrote. */
  finish(): Promise<void>;
  /** Called instead of `finish` when training stops early: closes its files and must not throw. */
  abort?(): void;
}

/** What a module named in `train.observers` must export. */
export interface ObserverModule {
  createObserver(options: Record<string, unknown>): StepObserver;
}
