import { createTableWriter, type RowOf, steps, type TablePosition } from '@lethe/contracts';

export interface StepsWriter {
  add(row: RowOf<typeof steps>): void;
  /** Writes the buffered rows and returns the end of the table. */
  position(): TablePosition;
  /** Writes the buffered rows and finishes the table. */
  close(): void;
}

export interface StepsWriterOptions {
  intervalMs?: number;
  /** Rows. */
  largestBatch?: number;
  /** Where an interrupted training is resumed. */
  resumeAt?: TablePosition | undefined;
}

/**
 * Writes the steps table in batches, each a few seconds long at most, so that it can be read while it grows
 * without being cut into single rows.
 */
export function createStepsWriter(
  directory: string,
  { intervalMs = 2000, largestBatch = 4096, resumeAt }: StepsWriterOptions = {},
): StepsWriter {
  const writer = createTableWriter(directory, steps, resumeAt ? { resumeAt } : {});
  let rows: RowOf<typeof steps>[] = [];
  let written = performance.now();
  const flush = (): void => {
    if (rows.length > 0) writer.writeRows(rows);
    rows = [];
    written = performance.now();
  };
  return {
    add(row) {
      rows.push(row);
      if (rows.length >= largestBatch || performance.now() - written >= intervalMs) flush();
    },
    position() {
      flush();
      return writer.position();
    },
    close() {
      flush();
      writer.close();
    },
  };
}
