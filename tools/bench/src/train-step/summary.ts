import { formatTable } from '@lethe/contracts';
import { median, pairedRatios } from '../process/ratios.js';
import type { Measurement } from './variants.js';

/** What the turns of one variant say. */
export interface VariantSummary {
  name: string;
  /** Tokens/s of every round, from the median of its steps. */
  rates: number[];
  /** Seconds of the first step, recording and compiling included. */
  firstStep: number;
  /** Losses of the first turn, in which all variants take the same steps. */
  losses: number[];
  /** At the end. */
  memory: Pick<Measurement, 'peakMiB' | 'anonymousMiB' | 'baseMiB'>;
}

/** @param first the turn in which the variant warmed up */
export function summarize(
  name: string,
  first: Measurement,
  rounds: readonly Measurement[],
  tokensPerStep: number,
): VariantSummary {
  return {
    name,
    rates: rounds.map(({ seconds }) => tokensPerStep / median(seconds)),
    firstStep: first.seconds[0]!,
    losses: first.losses,
    memory: rounds.at(-1) ?? first,
  };
}

/** Largest absolute difference between two variants' losses, nats per token, over the steps that both took. */
export function lossDifference(
  a: Pick<VariantSummary, 'losses'>,
  b: Pick<VariantSummary, 'losses'>,
): { largest: number; steps: number } {
  const steps = Math.min(a.losses.length, b.losses.length);
  const differences = a.losses.slice(0, steps).map((loss, i) => Math.abs(loss - b.losses[i]!));
  return { largest: Math.max(0, ...differences), steps };
}

/** The variant with which losses are compared: PyTorch's own step where it is there, preferably not compiled. */
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
    const { name, rates, firstStep, memory } = summary;
    const rate = median(rates);
    const { largest, steps } = lossDifference(summary, reference);
    return [
      name,
      rate.toFixed(0),
      `${Math.min(...rates).toFixed(0)}-${Math.max(...rates).toFixed(0)}`,
      ((1000 * tokensPerStep) / rate).toFixed(1),
      ...rivals.map((rival) => {
        const ratio = pairedRatios(rates, rival.rates);
        return `${ratio.median.toFixed(2)}x (${ratio.low.toFixed(2)}-${ratio.high.toFixed(2)})`;
      }),
      ...[memory.peakMiB, memory.anonymousMiB, memory.baseMiB].map((mib) => mib?.toFixed(0) ?? '?'),
      `${firstStep.toFixed(1)} s`,
      `${largest.toExponential(0)} in ${steps} steps`,
    ];
  });
  return formatTable([header, ...rows]);
}
