import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { LetheError, MANIFEST_FILE, type RowOf, type TableDefinition, writeTable } from '@lethe/contracts';
import type { Options } from 'yargs';

/** `--out` of the commands that print rows of a table. */
export const outOption = {
  type: 'string',
  requiresArg: true,
  describe: 'directory into which the rows are written as an Arrow table too, in place of one of that name',
} satisfies Options;

/** Refuses a directory that a stage has finished: another table would belie its manifest. @throws LetheError */
export function checkOut(out: string | undefined): void {
  if (out === undefined || !existsSync(join(out, MANIFEST_FILE))) return;
  throw new LetheError({
    what: 'the output directory is that of a finished stage',
    where: out,
    expected: 'any other directory',
    found: MANIFEST_FILE,
    next: 'name another directory, or let the probe stage of an experiment write the table',
  });
}

/** Prints rows as lines of JSON and writes them as a table where a directory is named. */
export function writeRows<T extends TableDefinition>(
  table: T,
  rows: readonly RowOf<T>[],
  { out, print }: { out: string | undefined; print: (line: string) => void },
): void {
  if (out !== undefined) {
    mkdirSync(out, { recursive: true });
    writeTable(out, table, rows);
  }
  for (const row of rows) print(JSON.stringify(row));
}
