import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunDirectories } from '@lethe/contracts';
import type { Hypothesis, Omission } from '../claims/judge.js';
import { denseAfterInjections, type SyntheticWorld, writeSyntheticRun } from './synthetic-experiment.js';

/** A small world without drift, so that laws show as they are. */
export const calmWorld = {
  facts: { duplication: 6, paraphrase: 6, control: 4 },
  depths: ['memorization', 'semantic', 'composition'],
  probesPerDepth: 1,
  steps: 300,
  start: 20,
  interval: 40,
  count: 1,
  noise: 0.01,
  seed: 1,
  drift: 0,
};

/** The same gain and decay for all facts that are injected. */
export const lawsOf = (gain: number, decay: number): NonNullable<SyntheticWorld['laws']> => ({
  duplication: { gain, decay },
  paraphrase: { gain, decay },
});

/**
 * Writes every setting of an axis with some seeds.
 * @param settings what each value of the axis changes of the calm world
 * @param seeds two unless given
 */
export async function writeSweep(
  directory: string,
  label: string,
  settings: Record<string, Partial<SyntheticWorld>>,
  seeds: readonly number[] = [1, 2],
): Promise<RunDirectories[]> {
  const runs: RunDirectories[] = [];
  for (const [value, setting] of Object.entries(settings)) {
    for (const s of seeds) {
      const world = { ...calmWorld, updates: denseAfterInjections(calmWorld, 8, 5), ...setting, seed: s };
      runs.push(await writeSyntheticRun(directory, world, `${label}${value}-s${s}`, { [label]: value, s }));
    }
  }
  return runs;
}

/** A checkpoint of which nothing but its number of parameters can be read. */
export function writeCheckpoint(trainDirectory: string, parameters: number): void {
  const folder = join(trainDirectory, 'checkpoints', 'step-000010');
  mkdirSync(folder, { recursive: true });
  const header = Buffer.from(JSON.stringify({ w: { shape: [parameters] } }));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  writeFileSync(join(folder, 'model.safetensors'), Buffer.concat([length, header]));
}

/** The hypotheses of one claim. */
export const hypothesesAbout = <K extends string>(
  outcome: { hypotheses?: readonly (Hypothesis<K> | Omission<K>)[] } | undefined,
  claim: K,
): Hypothesis<K>[] =>
  (outcome?.hypotheses ?? []).flatMap((one) => ('omitted' in one || one.claim !== claim ? [] : [one]));
