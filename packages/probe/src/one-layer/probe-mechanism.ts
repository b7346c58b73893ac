import { join } from 'node:path';
import { facts, type RowOf, readRows } from '@lethe/contracts';
import { loadCheckpoint } from '@lethe/model';
import { stepOfDirectory } from '../checkpoints/find-checkpoints.js';
import { openTokenizerFile } from '../generate/open-tokenizer.js';
import { type Probe, readProbes } from '../span/read-probes.js';
import type { mechanism } from '../tables.js';
import { measureMechanism } from './measure-mechanism.js';

/** What is known of a symbolic world. */
export interface SymbolicWorld {
  probes: readonly Probe[];
  /** Token ids of subjects. */
  subjects: ReadonlySet<number>;
}

/** Reads probes and subjects of a data directory. @throws LetheError without a usable tokenizer.json */
export async function readSymbolicWorld(
  data: string,
  probes?: readonly Probe[] | undefined,
): Promise<SymbolicWorld> {
  const tokenizer = openTokenizerFile(join(data, 'tokenizer.json'), 'name a directory of `lethe data`');
  const subjects = (await readRows(data, facts)).flatMap(({ subject }) => tokenizer.encode(subject ?? ''));
  return { probes: probes ?? (await readProbes(data)), subjects: new Set(subjects) };
}

/**
 * Measures a one-layer model, from its directory: see `measureMechanism`.
 * @param before directory of the same model before fine-tuning, and what the table calls it
 * @returns a row of the table mechanism
 */
export function probeMechanism(
  world: SymbolicWorld,
  model: string,
  before?: { directory: string; name: string } | undefined,
): RowOf<typeof mechanism> {
  const measured = measureMechanism({
    ...loadCheckpoint(model),
    before: before && loadCheckpoint(before.directory).weights,
    ...world,
  });
  return { step: stepOfDirectory(model), before: before?.name ?? null, ...measured };
}
