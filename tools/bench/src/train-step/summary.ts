import type { Measurement } from './measurement.js';

/** All processes of one variant, put together. */
export interface VariantSummary {
  name: string;
  /** Median and quartiles of the counted steps, milliseconds. */
  median: number;
  low: number;
  high: number;
  steps: number;
  tokensPerSecond: number;
  /** Seconds of the first step: recording and compiling are in it. */
  first: number;
  /** Loss after the fewest steps that all variants did. */
  losses: number[];
}

export function summarize(
  name: string,
  measurements: readonly Measurement[],
  warmUp: number,
  tokensPerStep: number,
): VariantSummary {
  const times = measurements.flatMap(({ seconds }) => seconds.slice(warmUp)).sort((a, b) => a - b);
  const median = quantile(times, 0.5);
  return {
    name,
    median: 1000 * median,
    low: 1000 * quantile(times, 0.25),
    high: 1000 * quantile(times, 0.75),
    steps: times.length,
    tokensPerSecond: tokensPerStep / median,
    first: Math.min(...measurements.map(({ seconds }) => seconds[0]!)),
    losses: measurements[0]!.losses,
  };
}

/** Largest relative difference between two variants' losses over the steps that both did. */
export function lossDifference(a: VariantSummary, b: VariantSummary): number {
  const steps = Math.min(a.losses.length, b.losses.length);
  let worst = 0;
  for (let i = 0; i < steps; i++) worst = Math.max(worst, Math.abs(a.losses[i]! / b.losses[i]! - 1));
  return worst;
}

/** A table of the variants with their ratios to the first and, where it is there, to torch.compile. */
export function formatSummaries(summaries: readonly VariantSummary[]): string {
  const base = summaries[0]!;
  const rival = summaries.find(({ name }) => name === 'torch.compile');
  const header = [
    'variant',
    'ms/step',
    'quartiles',
    'tokens/s',
    `vs ${base.name}`,
    ...(rival ? ['vs torch.compile'] : []),
    'first step',
    'loss differs',
  ];
  const rows = summaries.map((summary) => [
    summary.name,
    summary.median.toFixed(1),
    `${summary.low.toFixed(1)}-${summary.high.toFixed(1)} (n=${summary.steps})`,
    summary.tokensPerSecond.toFixed(0),
    `${(base.median / summary.median).toFixed(2)}x`,
    ...(rival ? [`${(rival.median / summary.median).toFixed(2)}x`] : []),
    `${summary.first.toFixed(1)} s`,
    lossDifference(summary, base).toExponential(0),
  ]);
  const widths = header.map((_, i) => Math.max(...[header, ...rows].map((row) => row[i]!.length)));
  return [header, ...rows]
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function quantile(sorted: readonly number[], q: number): number {
  const at = (sorted.length - 1) * q;
  const below = sorted[Math.floor(at)]!;
  return below + (sorted[Math.ceil(at)]! - below) * (at % 1);
}
