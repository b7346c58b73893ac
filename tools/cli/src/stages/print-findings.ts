import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { findings } from '@lethe/analyze/declaration';
import { readRows } from '@lethe/contracts';

/** Prints the findings of a finished analyze directory and the absolute path of its report. */
export async function printFindings(directory: string, print: (text: string) => void): Promise<void> {
  const { formatFindings } = await import('@lethe/analyze');
  print(formatFindings(await readRows(directory, findings)));
  const report = resolve(directory, 'report.html');
  if (existsSync(report)) print(`report: ${report}`);
}
