import { createTableWriter, trace } from '@lethe/contracts';
import type { SpanMeasurement } from './measure-spans.js';
import type { Probe } from './read-probes.js';

export interface TraceWriter {
  /** Appends one measurement of some probes; from then on it can be read. */
  add(updates: number, probes: readonly Probe[], measurement: SpanMeasurement): void;
  close(): void;
}

/** Writes the trace table of a directory, one batch per measurement. */
export function createTraceWriter(directory: string): TraceWriter {
  const writer = createTableWriter(directory, trace);
  return {
    add(updates, probes, { logProbs, offsets, firstRanks, greedyMatches }) {
      writer.write({
        step: new Int32Array(probes.length).fill(updates),
        probe_id: probes.map(({ id }) => id),
        token_logprobs: { offsets, values: logProbs },
        first_token_rank: firstRanks,
        greedy_match: greedyMatches,
      });
    },
    close: () => writer.close(),
  };
}
