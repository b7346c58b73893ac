import { order, readBatches } from '@lethe/contracts';
import type { MultiplicityRecord } from '../multiplicity/multiplicity-record.js';
import type { PartRows } from '../pack/background-order.js';

/** A part of the background, as training sees it: measured in the order table. */
export interface SeenPart {
  name: string;
  documents: number;
  /** First of its rows in the sequences table, and how many there are. */
  firstSequence: number;
  sequences: number;
  /** Rows of training that show one of them. */
  rows: number;
  /** How often each of its rows is seen on average; above 1 it is repeated. */
  passes: number;
  /** Of all rows: as asked for, and as they are; null where training has no such steps. */
  share: {
    asked: number;
    seen: number;
    beforeInjections: number | null;
    duringInjections: number | null;
    afterInjections: number | null;
  };
  /** What was done to its documents, where they are multiplied or deduplicated. */
  multiplicity?: MultiplicityRecord | undefined;
}

/** Steps of the first and the last injection. */
interface InjectionSpan {
  first: number;
  last: number;
}

/**
 * Counts in the order table of a directory which rows are of which part of the background.
 * @param parts in the order of their rows
 * @param span of the injections; undefined without any
 */
export async function measureBackground(
  directory: string,
  parts: readonly (PartRows & { documents: number })[],
  span?: InjectionSpan | undefined,
): Promise<SeenPart[]> {
  const phases = { before: parts.map(() => 0), during: parts.map(() => 0), after: parts.map(() => 0) };
  for await (const batch of readBatches(directory, order)) {
    const steps = batch.numbers('step');
    const sequences = batch.numbers('sequence');
    for (let i = 0; i < batch.length; i++) {
      const step = steps[i]!;
      const sequence = sequences[i]!;
      const part = parts.findIndex(({ firstRow, rows }) => sequence < firstRow + rows);
      const phase = !span || step < span.first ? 'before' : step > span.last ? 'after' : 'during';
      phases[phase][part]!++;
    }
  }
  const totals = parts.map((_, i) => phases.before[i]! + phases.during[i]! + phases.after[i]!);
  const shareOf = (counts: readonly number[], part: number): number | null => {
    const all = counts.reduce((sum, count) => sum + count, 0);
    return all === 0 ? null : counts[part]! / all;
  };
  return parts.map(({ name, documents, firstRow, rows, share }, i) => ({
    name,
    documents,
    firstSequence: firstRow,
    sequences: rows,
    rows: totals[i]!,
    passes: totals[i]! / rows,
    share: {
      asked: share,
      seen: shareOf(totals, i) ?? 0,
      beforeInjections: span ? shareOf(phases.before, i) : null,
      duringInjections: span ? shareOf(phases.during, i) : null,
      afterInjections: span ? shareOf(phases.after, i) : null,
    },
  }));
}

/** A part in one line of a log. */
export function formatSeenPart({ name, rows, sequences, passes, share }: SeenPart): string {
  const percent = (value: number): string => `${(100 * value).toFixed(2)} %`;
  const count = (number: number): string => number.toLocaleString('en-US');
  return `background ${name}: ${percent(share.seen)} of the rows (${percent(share.asked)} asked for), ${count(rows)} from ${count(sequences)}: ${passes.toFixed(2)} passes`;
}
