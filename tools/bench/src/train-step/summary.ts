import { formatTable } from '@lethe/contracts';
import { median } from '../process/median.js';
import type { Measurement } from './measurement.js';

/** All turns of one variant: the first one, in which it warms up, and one a round. */
export interface VariantRounds {
  name: string;
  first: Measurement;
  rounds: Measurement[];
}

/** What the turns say. */
export interface VariantSummary {
  name: string;
  /** Tokens/s of every round, from the median of its steps. */
  rates: number[];
  /** Seconds of the first step: recording and compiling are in it. */
  firstStep: number;
  /** Losses of the first turn, which is the same steps for all variants. */
  losses: number[];
  peakMiB: number | null;
  anonymousMiB: number | null;
  baseMiB: number | null;
}

export function summarize({ name, first, rounds }: VariantRounds, tokensPerStep: number): VariantSummary {
  const { peakMiB, anonymousMiB, baseMiB } = rounds.at(-1) ?? first;
  return {
    name,
    rates: rounds.map(({ seconds }) => tokensPerStep / median(seconds)),
    firstStep: first.seconds[0]!,
    losses: first.losses,
    peakMiB,
    anonymousMiB,
    baseMiB,
  };
}

/** Largest absolute difference between two variants' losses, nats per token, over the steps that both did. */
export function lossDifference(
  a: Pick<VariantSummary, 'losses'>,
  b: Pick<VariantSummary, 'losses'>,
): { largest: number; steps: number } {
  const steps = Math.min(a.losses.length, b.losses.length);
  let largest = 0;
  for (let i = 0; i < steps; i++) largest = Math.max(largest, Math.abs(a.losses[i]! - b.losses[i]!));
  return { largest, steps };
}

/**
 * How many times faster `a` is than `b`: the median and the range of the rounds, each of which compares turns that lie next
 * to each other in time.
 */
export function speedRatio(
  a: Pick<VariantSummary, 'rates'>,
  b: Pick<VariantSummary, 'rates'>,
): { median: number; low: number; high: number } {
  const ratios = a.rates.map((rate, round) => rate / b.rates[round]!);
  return { median: median(ratios), low: Math.min(...ratios), high: Math.max(...ratios) };
}

/** The variant whose losses the others are compared with: PyTorch's own step where it is there, best uncompiled. */
export function lossReference(summaries: readonly VariantSummary[]): VariantSummary {
  const named = (wanted: string) => summaries.find(({ name }) => name === wanted);
  return named('torch eager') ?? named('torch.compile') ?? summaries[0]!;
}

/** A table of the variants with their ratios to torch.compile and to the eager native backend, where those are there. */
export function formatSummaries(summaries: readonly VariantSummary[], tokensPerStep: number): string {
  const reference = lossReference(summaries);
  const rivals = ['torch.compile', 'eager'].flatMap((rival) =>
    summaries.filter(({ name }) => name === rival),
  );
  const header = [
    'variant',
    'tokens/s',
    'range of rounds',
    'ms/step',
    ...rivals.map(({ name }) => `vs ${name}`),
    'peak MiB',
    'anonymous',
    'runtime alone',
    'first step',
    `loss off ${reference.name}`,
  ];
  const rows = summaries.map((summary) => {
    const rate = median(summary.rates);
    const { largest, steps } = lossDifference(summary, reference);
    return [
      summary.name,
      rate.toFixed(0),
      `${Math.min(...summary.rates).toFixed(0)}-${Math.max(...summary.rates).toFixed(0)}`,
      ((1000 * tokensPerStep) / rate).toFixed(1),
      ...rivals.map((rival) => {
        const ratio = speedRatio(summary, rival);
        return `${ratio.median.toFixed(2)}x (${ratio.low.toFixed(2)}-${ratio.high.toFixed(2)})`;
      }),
      summary.peakMiB?.toFixed(0) ?? '?',
      summary.anonymousMiB?.toFixed(0) ?? '?',
      summary.baseMiB?.toFixed(0) ?? '?',
      `${summary.firstStep.toFixed(1)} s`,
      `${largest.toExponential(0)} in ${steps} steps`,
    ];
  });
  return formatTable([header, ...rows]);
}
