import { order, readBatches } from '@lethe/contracts';
import type { InjectionsOfStep } from './injection-file.js';

/**
 * Reads from the order table what is injected at every step: the texts from row 0 on. Of a text that is split over
 * rows every piece counts as one. Steps without injections are left out. Memory: one batch of the table.
 * @throws signal.reason when aborted
 */
export async function* readInjections(data: string, signal: AbortSignal): AsyncGenerator<InjectionsOfStep> {
  let current: { step: number; texts: Int32Array[] } | undefined;
  for await (const batch of readBatches(data, order)) {
    signal.throwIfAborted();
    const steps = batch.numbers('step');
    const lengths = batch.numberLists('lengths');
    const tokens = batch.numberLists('injected_tokens');
    for (let i = 0; i < batch.length; i++) {
      let begin = tokens.offsets[i]!;
      for (let text = lengths.offsets[i]!; text < lengths.offsets[i + 1]!; text++) {
        if (current?.step !== steps[i]) {
          if (current) yield current;
          current = { step: steps[i]!, texts: [] };
        }
        const end = begin + lengths.values[text]!;
        current.texts.push(tokens.values.slice(begin, end) as Int32Array);
        begin = end;
      }
    }
  }
  if (current) yield current;
}
