import { readBatches } from '../arrow/table-reader.js';
import { LetheError } from '../errors.js';
import type { StageInput } from '../stage/stages.js';
import { order } from './data-tables.js';
import { steps } from './train-tables.js';

/**
 * Makes sure that a training took every step of the order, once and in turn, or those until its loss was low enough where
 * `train.until` ends it.
 * @throws LetheError naming the first step that is missing or one too many
 */
export async function checkSteps(
  out: string,
  inputs: readonly StageInput[],
  config?: unknown,
): Promise<void> {
  const data = inputs.find(({ stage }) => stage === 'data')?.directory;
  if (data === undefined) return;
  let ordered = 0;
  for await (const batch of readBatches(data, order)) {
    for (const step of batch.numbers('step')) if (step >= ordered) ordered = step + 1;
  }
  const refuse = (what: string, found: string): never => {
    throw new LetheError({
      what,
      where: `${out}, table "${steps.name}"`,
      expected: `the ${ordered} steps of ${data}, from 0 on`,
      found,
      next: 'run stage train again with --force',
    });
  };
  let taken = 0;
  let last = Number.POSITIVE_INFINITY;
  for await (const batch of readBatches(out, steps)) {
    for (const step of batch.numbers('step')) {
      if (step !== taken)
        refuse('the training left out a step or repeated one', `step ${step} in row ${taken}`);
      taken++;
    }
    last = batch.numbers('loss').at(-1) ?? last;
  }
  const { until } = (config as { train?: { until?: { loss: number } } } | null)?.train ?? {};
  if (until && taken < ordered && last <= until.loss) return;
  if (taken !== ordered) refuse('the training has another number of steps than its order', `${taken} steps`);
}
