import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { answered, findings } from '@lethe/analyze/declaration';
import { type Profile, readRows, tableFiles } from '@lethe/contracts';

export interface FindingsRequest {
  /** Of a finished analyze stage. */
  directory: string;
  profile: Profile;
  /** Every row in the place of one line per claim, as a table or as JSON. */
  rows?: 'table' | 'json' | undefined;
  /** The command that prints every row. */
  command?: string;
}

/** Prints what a finished analyze stage found, the absolute path of its report, and what to do next. */
export async function printFindings(
  { directory, profile, rows, command }: FindingsRequest,
  print: (text: string) => void,
): Promise<void> {
  const { formatFindings } = await import('@lethe/analyze');
  const found = await readRows(directory, findings);
  if (rows === 'json') {
    print(JSON.stringify(found, null, 2));
    return;
  }
  const report = resolve(directory, 'report.html');
  print(
    formatFindings(found, {
      // Undefined where a pipe or a file takes the text.
      width: process.stdout.columns,
      profile,
      all: rows === 'table',
      answers: tableFiles(directory, answered).length === 0 ? [] : await readRows(directory, answered),
      ...(existsSync(report) ? { report } : {}),
      ...(command === undefined ? {} : { command }),
    }),
  );
}
