import { closeSync, openSync } from 'node:fs';
import {
  type ColumnBatch,
  readFileBatches,
  type TableDefinition,
  writeFully,
  writeWhole,
} from '@lethe/contracts';

/**
 * Writes Arrow files of one table as one CSV file (RFC 4180, UTF-8), batch by batch. Nulls are empty cells, booleans
 * true and false; numbers that are none are nan, inf and -inf; lists are JSON arrays, in which such numbers are null.
 */
export async function writeCsv(
  path: string,
  table: TableDefinition,
  files: readonly string[],
): Promise<void> {
  const names = Object.keys(table.columns);
  await writeWhole(path, async (partial) => {
    const file = openSync(partial, 'w');
    try {
      writeFully(file, Buffer.from(`${names.map(csvCell).join(',')}\n`));
      for (const source of files) {
        for await (const batch of readFileBatches(source, table)) {
          for (const lines of linesOf(batch, names)) writeFully(file, Buffer.from(lines));
        }
      }
    } finally {
      closeSync(file);
    }
  });
}

const LINES_AT_ONCE = 4096;

function* linesOf(batch: ColumnBatch<TableDefinition>, names: readonly string[]): Generator<string> {
  const rows = batch.rows();
  for (let from = 0; from < rows.length; from += LINES_AT_ONCE) {
    yield rows
      .slice(from, from + LINES_AT_ONCE)
      .map((row) => `${names.map((name) => csvCell((row as Record<string, unknown>)[name])).join(',')}\n`)
      .join('');
  }
}

/** One cell of a CSV file. */
export function csvCell(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') {
    if (Number.isNaN(value)) return 'nan';
    return Number.isFinite(value) ? String(value) : value > 0 ? 'inf' : '-inf';
  }
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
