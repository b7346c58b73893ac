import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ExperimentContext, GroupContext } from '../analysis/contexts.js';
import { knownGroup } from './known-groups.js';
import { writeCheckpoint } from './synthetic-sweep.js';

const world = { facts: 4, decay: 0.2, spread: 0, wander: 0, memory: 0, reach: 20 };

/** Sections that manifests tell, and the numbers of a checkpoint. */
interface Told {
  data?: object;
  model?: object;
  train?: object;
  parameters?: number;
}

/** A manifest that tells the options of a stage. */
export function writeManifest(directory: string, stage: 'data' | 'train', config: object): void {
  mkdirSync(directory, { recursive: true });
  const producer = { name: '@synthetic', version: '1.0.0', fingerprint: '' };
  const lists = { contracts: {}, settings: {}, inputs: [], files: [] };
  const manifest = { manifest: 1, stage, producer, config, seed: 1, backend: null, identity: '', ...lists };
  writeFileSync(join(directory, 'manifest.json'), JSON.stringify(manifest));
}

/** A group whose manifests tell some options, with a checkpoint of as many parameters. */
export function toldGroup(
  root: string,
  name: string,
  values: Record<string, string | number>,
  { data = {}, model = { layers: 2 }, train = {}, parameters = 100 }: Told,
  seeds = [1, 2],
): GroupContext {
  const group = knownGroup(values, seeds, { ...world, directory: join(root, name) });
  for (const [i, run] of group.runs.entries()) {
    writeManifest(run.data, 'data', { data: { seed: seeds[i], ...data } });
    writeManifest(run.train, 'train', { model, train: { seed: seeds[i], ...train } });
    writeCheckpoint(run.train, parameters);
  }
  return group;
}

/** An experiment of some groups; any training has three steps. */
export const experimentOf = (
  groups: GroupContext[],
  upstream: ExperimentContext['upstream'] = [],
): ExperimentContext =>
  ({
    groups,
    upstream,
    trainingOf: async () => ({ step: Int32Array.of(0, 1, 2) }),
  }) as unknown as ExperimentContext;
