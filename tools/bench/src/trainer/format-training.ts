import { median } from '../process/median.js';
import type { TrainingMeasurement } from './measure-training.js';
import { ratioInterval } from './ratio-interval.js';

/** Share of the bare step's rate that a training run should reach. */
const AIM = 0.95;
const FILES = 12;

/** Lines that compare a training with its bare step and, with a profile, say where the time went. */
export function formatTraining(
  measurement: TrainingMeasurement,
  { tokensPerStep, batchMs }: { tokensPerStep: number; batchMs: number },
): string {
  const { openSeconds, trainSeconds, bareSeconds, steps, blocks, files } = measurement;
  const { trainCpuSeconds, bareCpuSeconds } = measurement;
  const rate = (seconds: number): string => ((steps * tokensPerStep) / seconds).toFixed(0);
  const perStep = (seconds: number): string => `${((1000 * seconds) / steps).toFixed(2)} ms/step`;
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  const shares = blocks.bare.map((ms, i) => ms / blocks.training[i]!);
  const { ratio, low, high } = ratioInterval(blocks.bare, blocks.training);
  const cpu = ratioInterval(blocks.bareCpu, blocks.trainingCpu);
  const verdict = low >= AIM ? 'reached' : high < AIM ? 'missed' : 'undecided';
  const whole = bareSeconds / trainSeconds;
  const lines = [
    `bare step   ${rate(bareSeconds)} tokens/s, ${perStep(bareSeconds)}`,
    `training    ${rate(trainSeconds)} tokens/s, ${perStep(trainSeconds)}, all that it writes included, ${blocks.resumePoints} resume points among it`,
    `ratio       ${percent(ratio)} [${percent(low)}, ${percent(high)}], 95 % interval over ${shares.length} pairs of blocks; aim ${percent(AIM)}: ${verdict}`,
    `            ${percent(whole)} with the beginning and the end of the run; median of blocks ${percent(median(shares))}, range ${percent(Math.min(...shares))} to ${percent(Math.max(...shares))}`,
    `processor   ${perStep(bareCpuSeconds)} bare, ${perStep(trainCpuSeconds)} in training: ${percent(cpu.ratio)} [${percent(cpu.low)}, ${percent(cpu.high)}] over the same pairs`,
    `batches     ${batchMs.toFixed(3)} ms/step when only they are read: ${percent((batchMs * steps) / 1000 / trainSeconds)} of the training`,
    `opening and compiling, not in the above: ${openSeconds.toFixed(1)} s`,
  ];
  if (!files) return lines.join('\n');
  const sorted = [...files].sort((a, b) => b[1] - a[1]);
  const total = sorted.reduce((sum, [, ms]) => sum + ms, 0);
  const rest = sorted.slice(FILES).reduce((sum, [, ms]) => sum + ms, 0);
  const parts = [...sorted.slice(0, FILES), ['(everything else)', rest] as const].map(
    ([name, ms]) =>
      `  ${(ms / steps).toFixed(3).padStart(9)} ms/step ${percent(ms / total).padStart(7)}  ${name}`,
  );
  return [...lines, 'where the training spends it (innermost file of ours on the stack):', ...parts].join(
    '\n',
  );
}
