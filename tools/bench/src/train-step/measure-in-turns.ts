import type { Measurement, Turn } from './measurement.js';
import type { VariantRounds } from './summary.js';
import type { Variant } from './variants.js';

export interface TurnOptions {
  /** Turns of every variant after its first. */
  rounds: number;
  /** Length of a turn. */
  seconds: number;
  /** Steps of the first turn, in which all variants do the same and nothing is timed. */
  lossSteps: number;
  /** Seconds after which any turn ends. */
  limit: number;
}

/**
 * Starts a process for every variant and lets them run in turns, so that what disturbs the machine disturbs all alike.
 * Every round begins with another variant. While one runs the others wait.
 */
export async function measureInTurns(
  directory: string,
  variants: readonly Variant[],
  { rounds, seconds, lossSteps, limit }: TurnOptions,
  log: (line: string) => void,
): Promise<VariantRounds[]> {
  const first: Turn = { minSteps: lossSteps, maxSteps: lossSteps, seconds: 0, limitSeconds: limit };
  const turn: Turn = { minSteps: 1, maxSteps: 10_000, seconds, limitSeconds: limit };
  const processes: ReturnType<Variant['start']>[] = [];
  try {
    const measured: VariantRounds[] = [];
    for (const { name, start } of variants) {
      log(`first steps: ${name}`);
      const process = start(directory);
      processes.push(process);
      measured.push({ name, first: await process.ask<Measurement>(first), rounds: [] });
    }
    for (let round = 0; round < rounds; round++) {
      log(`round ${round + 1} of ${rounds}`);
      for (let i = 0; i < variants.length; i++) {
        const at = (i + round) % variants.length;
        measured[at]!.rounds.push(await processes[at]!.ask<Measurement>(turn));
      }
    }
    return measured;
  } finally {
    await Promise.all(processes.map((process) => process.close()));
  }
}
