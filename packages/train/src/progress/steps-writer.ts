import { createTableWriter, type RowOf, steps } from '@lethe/contracts';

export interface StepsWriter {
  add(row: RowOf<typeof steps>): void;
  /** Writes what is left and finishes the table. */
  close(): void;
}

/**
 * Writes the steps table in batches, each a few seconds long at most, so that it can be read while it grows
 * without being cut into single rows.
 */
export function createStepsWriter(directory: string, intervalMs = 2000, largestBatch = 4096): StepsWriter {
  const writer = createTableWriter(directory, steps);
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
    close() {
      flush();
      writer.close();
    },
  };
}
