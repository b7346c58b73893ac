import { STATED_RATE } from './datatrove.js';
import type { Judgement } from './judge-clusters.js';

/** One tool's run over one corpus. */
export interface DedupResult {
  name: string;
  documents: number;
  seconds: number;
  /** NaN where it could not be measured. */
  peakMiB: number;
}

/** Speed and memory of a run. */
export function formatResult({ name, documents, seconds, peakMiB }: DedupResult): string {
  const rate = Math.round(documents / seconds);
  const memory = Number.isNaN(peakMiB) ? 'peak memory unknown' : `peak ${Math.round(peakMiB)} MiB`;
  return `${name}: ${seconds.toFixed(1)} s, ${rate} documents/s, ${memory}`;
}

/** How much faster a run is than datatrove: measured beside it, or as stated where that is absent. */
export function formatRatio(result: DedupResult, datatrove: DedupResult | undefined): string {
  const rate = result.documents / result.seconds;
  if (datatrove === undefined) {
    return `  ${(rate / STATED_RATE).toFixed(1)}x the stated ${STATED_RATE} documents/s of datatrove (not measured here)`;
  }
  const measured = datatrove.documents / datatrove.seconds;
  return `  ${(rate / measured).toFixed(1)}x datatrove, measured on the same corpus`;
}

/** Recall by similarity, and precision. */
export function formatJudgement({ documents, removed, levels, precision }: Judgement): string {
  const recall = levels.map(
    (level) =>
      `${level.similarity.toFixed(2)}: ${(level.removed / level.planted).toFixed(4)} of ${level.planted}`,
  );
  return [
    `  ${removed} of ${documents} removed, precision ${precision.toFixed(6)} by the texts`,
    `  share removed by true Jaccard (to 0.05) ${recall.join(', ')}`,
  ].join('\n');
}
