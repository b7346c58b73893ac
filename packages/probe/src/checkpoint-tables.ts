import { createTableWriter } from '@lethe/contracts';
import { openCheckpoint } from '@lethe/model';
import type { Backend } from '@lethe/runtime';
import type { Checkpoint } from './checkpoints/find-checkpoints.js';
import { fitAttributeHeads } from './linear/fit-attribute-heads.js';
import { planAttributes } from './linear/plan-attributes.js';
import { probeMechanism, readSymbolicWorld } from './one-layer/measure-mechanism.js';
import type { ProbeSpec } from './probe-options.js';
import type { Probe } from './span/read-probes.js';
import { linearProbes, mechanism } from './tables.js';

/** The tables that the stage writes only where its spec asks for them, one or more rows per checkpoint. */
export interface CheckpointTables {
  add(checkpoint: Checkpoint): Promise<void>;
  close(): void;
  /** Removes the unfinished tables. */
  abort(): void;
}

export interface CheckpointTablesOptions {
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

/**
 * Opens those of the tables linear_probes and mechanism that the spec asks for.
 * @throws LetheError at once when the data have nothing to measure
 */
export async function openCheckpointTables(
  spec: Pick<ProbeSpec, 'linear' | 'mechanism'>,
  options: CheckpointTablesOptions,
): Promise<CheckpointTables> {
  const opened = [
    ...(spec.linear ? [await openLinear(spec.linear, options)] : []),
    ...(spec.mechanism ? [await openMechanism(options)] : []),
  ];
  return {
    async add(checkpoint) {
      for (const table of opened) await table.add(checkpoint);
    },
    close() {
      for (const table of opened) table.close();
    },
    abort() {
      for (const table of opened) table.abort();
    },
  };
}

async function openLinear(
  spec: NonNullable<ProbeSpec['linear']>,
  { data, probes, out, ...rest }: CheckpointTablesOptions,
): Promise<CheckpointTables> {
  const places = await planAttributes(data, probes, spec);
  const writer = createTableWriter(out, linearProbes);
  return {
    async add({ updates, directory }) {
      writer.writeRows(
        await fitAttributeHeads({ ...openCheckpoint(directory), ...rest, places, spec, step: updates }),
      );
    },
    close: () => writer.close(),
    abort: () => writer.abort(),
  };
}

/** The change by fine-tuning is measured from the model before the first update, where the training saved it. */
async function openMechanism({
  data,
  probes,
  saved,
  out,
  log,
}: CheckpointTablesOptions): Promise<CheckpointTables> {
  const world = await readSymbolicWorld(data, probes);
  const initial = saved.find(({ updates }) => updates === 0);
  const writer = createTableWriter(out, mechanism);
  return {
    async add({ updates, directory }) {
      const before =
        initial && updates > 0 ? { directory: initial.directory, name: 'step-000000' } : undefined;
      const row = probeMechanism(world, directory, before);
      writer.writeRows([row]);
      const [mass, uniform] = [row.attention_mass_qa, row.uniform_mass_qa].map((share) => share.toFixed(3));
      log(
        `probe: after ${updates} updates the last position attends to informative tokens by ${mass}, uniform attention by ${uniform}`,
      );
    },
    close: () => writer.close(),
    abort: () => writer.abort(),
  };
}
