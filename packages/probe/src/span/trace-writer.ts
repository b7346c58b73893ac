import { createTableWriter, type TablePosition, trace } from '@lethe/contracts';
import type { SpanMeasurement } from './measure-spans.js';
import type { Probe } from './read-probes.js';

export interface TraceWriter {
  /** Appends one measurement of some probes; from then on it can be read. */
  add(updates: number, probes: readonly Probe[], measurement: SpanMeasurement): void;
  /** How far the table goes. */
  position(): TablePosition;
  close(): void;
}

/**
 * Writes the trace table of a directory, one batch per measurement.
 * @param resumeAt where an interrupted training is resumed
 */
export function createTraceWriter(directory: string, resumeAt?: TablePosition): TraceWriter {
  const writer = createTableWriter(directory, trace, resumeAt ? { resumeAt } : {});
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
    position: () => writer.position(),
    close: () => writer.close(),
  };
}
