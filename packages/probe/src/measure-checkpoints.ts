import { createTableWriter, type RowOf, type TableDefinition } from '@lethe/contracts';
import { type ModelConfig, openCheckpoint } from '@lethe/model';
import type { Backend, CompiledModule } from '@lethe/runtime';
import type { Checkpoint } from './checkpoints/find-checkpoints.js';
import type { ProgramSet } from './checkpoints/model-loader.js';
import { fitAttributeHeads } from './linear/fit-attribute-heads.js';
import { planAttributes } from './linear/plan-attributes.js';
import { probeMechanism, readSymbolicWorld } from './one-layer/measure-mechanism.js';
import { planPassages } from './passages/measure-passages.js';
import { readPassages } from './passages/read-passages.js';
import { checkpointMeasures, type ProbeSpec } from './probe-options.js';
import type { Probe } from './span/read-probes.js';

type Measures = typeof checkpointMeasures;
type Key = keyof Measures;

interface MeasureContext {
  /** Directory of the data stage. */
  data: string;
  probes: readonly Probe[];
  /** All checkpoints that the training saved, measured or not. */
  saved: readonly Checkpoint[];
  out: string;
  backend: Backend;
  log: (line: string) => void;
  signal: AbortSignal;
}

type Module = Pick<CompiledModule, 'run'>;

/** Measures checkpoints. */
interface Measure<K extends Key> {
  /** Programs that it runs on the loaded model; absent where it opens checkpoints itself. */
  plan?: (config: ModelConfig) => ProgramSet;
  /** The rows of one checkpoint, which the module holds. */
  measure: (checkpoint: Checkpoint, module: Module) => Promise<RowOf<Measures[K]['table']>[]>;
}

/** How each measure reads what it needs once, for all checkpoints. */
const openers: {
  [K in Key]: (options: NonNullable<ProbeSpec[K]>, context: MeasureContext) => Promise<Measure<K>>;
} = {
  async linear(spec, { data, probes, ...rest }) {
    const places = await planAttributes(data, probes, spec);
    return {
      measure: ({ updates, directory }) =>
        fitAttributeHeads({ ...openCheckpoint(directory), ...rest, places, spec, step: updates }),
    };
  },

  // The change by fine-tuning is measured from the model before the first update, where the training saved it.
  async mechanism(_, { data, probes, saved, log }) {
    const world = await readSymbolicWorld(data, probes);
    const initial = saved.find(({ updates }) => updates === 0);
    return {
      async measure({ updates, directory }) {
        const before =
          initial && updates > 0 ? { directory: initial.directory, name: 'step-000000' } : undefined;
        const row = probeMechanism(world, directory, before);
        const [mass, uniform] = [row.attention_mass_qa, row.uniform_mass_qa].map((share) => share.toFixed(3));
        log(
          `probe: after ${updates} updates the last position attends to informative tokens by ${mass}, uniform attention by ${uniform}`,
        );
        return [row];
      },
    };
  },

  async passages(spec, { data, log, signal }) {
    const passages = await readPassages(data, log);
    const onCall = (): void => signal.throwIfAborted();
    let planned: ReturnType<typeof planPassages> | undefined;
    return {
      plan(config) {
        planned = planPassages(passages, config, spec);
        return planned;
      },
      measure: ({ updates }, module) => planned!.measure(module, updates, log, onCall),
    };
  },
};

/** The measures that a spec asks for, with the tables that they write. */
export interface CheckpointTables {
  /** Programs that they run on the loaded models. */
  plans: readonly ((config: ModelConfig) => ProgramSet)[];
  /** @param module holds the parameters of the checkpoint, and the programs of `plans` */
  add(checkpoint: Checkpoint, module: Module): Promise<void>;
  close(): void;
  /** Removes the unfinished tables. */
  abort(): void;
}

/**
 * Opens the measures that the spec asks for, and their tables.
 * @throws LetheError at once when the data have nothing to measure
 */
export async function openMeasures(
  spec: Pick<ProbeSpec, Key>,
  context: MeasureContext,
): Promise<CheckpointTables> {
  const measures: { key: Key; opened: Measure<Key> }[] = [];
  for (const key of Object.keys(checkpointMeasures) as Key[]) {
    const open = openers[key] as (options: unknown, context: MeasureContext) => Promise<Measure<Key>>;
    if (spec[key]) measures.push({ key, opened: await open(spec[key], context) });
  }
  // Only once every measure is known to have what it needs, so that none leaves an unfinished table behind.
  const tables = measures.map(({ key, opened }) => {
    const table: TableDefinition = checkpointMeasures[key].table;
    return { measure: opened.measure, writer: createTableWriter(context.out, table) };
  });
  return {
    plans: measures.flatMap(({ opened }) => opened.plan ?? []),
    async add(checkpoint, module) {
      for (const { measure, writer } of tables) writer.writeRows(await measure(checkpoint, module));
    },
    close() {
      for (const { writer } of tables) writer.close();
    },
    abort() {
      for (const { writer } of tables) writer.abort();
    },
  };
}
