import { answers, type RowOf, readRows, tableFiles } from '@lethe/contracts';

/**
 * The answers of the last checkpoint that answered.
 * @param directory of the probe stage
 * @returns none where it generated nothing
 */
export async function readLastAnswers(directory: string): Promise<RowOf<typeof answers>[]> {
  if (tableFiles(directory, answers).length === 0) return [];
  const rows = await readRows(directory, answers);
  const last = rows.reduce((step, row) => Math.max(step, row.step), 0);
  return rows.filter(({ step }) => step === last);
}
