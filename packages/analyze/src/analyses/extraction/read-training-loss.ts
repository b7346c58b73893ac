import {
  countedTokensOfRow,
  type Injection,
  order,
  type RunDirectories,
  readBatches,
  sequences,
} from '@lethe/contracts';
import type { TrainingCurve } from '../../read/read-training.js';
import { type CountedRow, entropyFloor } from './entropy-floor.js';

/** The loss at the end of a training, and the entropy of its rows. */
export interface TrainingLoss {
  /** Mean over the last pass over the rows, nats per counted token; null where nothing was trained. */
  loss: number | null;
  /** Nats; null where texts were injected, so that the rows alone do not say what was seen. */
  entropyFloor: number | null;
}

/**
 * Reads the loss that a training reached and the entropy below which its rows let no model come. Holds every row that
 * training used: for worlds of symbols, whose rows are few.
 */
export async function readTrainingLoss(
  run: RunDirectories,
  { loss }: Pick<TrainingCurve, 'loss'>,
): Promise<TrainingLoss> {
  const { times, batchSize, injected } = await readOrder(run.data, loss.length);
  const pass = Math.max(1, Math.ceil(times.size / Math.max(1, batchSize)));
  const last = loss.subarray(-pass);
  return {
    loss: last.length === 0 ? null : last.reduce((sum, value) => sum + value, 0) / last.length,
    entropyFloor: injected ? null : entropyFloor(await readRows(run.data, times)),
  };
}

/** How often the first steps used every sequence, how many rows a step has, and whether any text was injected. */
async function readOrder(directory: string, steps: number) {
  const times = new Map<number, number>();
  let batchSize = 0;
  let injected = false;
  for await (const batch of readBatches(directory, order)) {
    const rows = batch.numbers('row');
    const at = batch.numbers('step');
    for (const [i, sequence] of batch.numbers('sequence').entries()) {
      if (at[i]! >= steps) continue;
      times.set(sequence, (times.get(sequence) ?? 0) + 1);
      batchSize = Math.max(batchSize, rows[i]! + 1);
    }
    const { offsets } = batch.numberLists('lengths');
    injected ||= offsets[batch.length] !== offsets[0];
  }
  return { times, batchSize, injected };
}

async function readRows(directory: string, times: ReadonlyMap<number, number>): Promise<CountedRow[]> {
  const found: CountedRow[] = [];
  let first = 0;
  for await (const batch of readBatches(directory, sequences)) {
    const length = batch.listSize('tokens');
    const tokens = batch.numbers('tokens');
    const { offsets, values } = batch.numberLists('loss_spans');
    for (let i = 0; i < batch.length; i++) {
      const uses = times.get(first + i);
      if (uses === undefined) continue;
      const spans = values.subarray(offsets[i]!, offsets[i + 1]!);
      found.push({
        tokens: tokens.slice(i * length, (i + 1) * length),
        places: countedPlaces(spans, length),
        times: uses,
      });
    }
    first += batch.length;
  }
  return found;
}

const noInjection: Injection = { placement: 'none', positions: [], lengths: [], injectedTokens: [] };

/** Places that carry loss; nothing predicts the token at place 0. */
function countedPlaces(spans: ArrayLike<number>, length: number): number[] {
  const counted = countedTokensOfRow(spans, noInjection, length);
  return Array.from(counted.keys()).filter((place) => place > 0 && counted[place] === 1);
}
