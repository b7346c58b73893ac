import { answers, type RowOf, readRows, tableFiles } from '@lethe/contracts';

export type Answer = RowOf<typeof answers>;

/**
 * The answers of the last checkpoint that answered.
 * @param directory of the probe stage
 * @returns none where it generated nothing
 */
export async function readLastAnswers(directory: string): Promise<Answer[]> {
  const rows = await readAnswers(directory);
  const last = rows.reduce((step, row) => Math.max(step, row.step), 0);
  return rows.filter(({ step }) => step === last);
}

/**
 * The answers of one checkpoint.
 * @param directory of the probe stage
 * @param updates done by the checkpoint
 * @returns none where it did not answer
 */
export async function readAnswersAt(directory: string, updates: number): Promise<Answer[]> {
  return (await readAnswers(directory)).filter(({ step }) => step === updates);
}

/**
 * The answers of every checkpoint that answered.
 * @param directory of the probe stage
 * @returns none where it generated nothing
 */
export async function readAnswers(directory: string): Promise<Answer[]> {
  return tableFiles(directory, answers).length === 0 ? [] : readRows(directory, answers);
}
