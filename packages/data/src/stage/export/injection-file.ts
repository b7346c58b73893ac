import { ByteSink, order, readBatches } from '@lethe/contracts';

/** Token ids of the texts that are injected at each step, steps ascending. */
type InjectionTexts = Iterable<InjectionsOfStep> | AsyncIterable<InjectionsOfStep>;

/** What one step takes. */
export interface InjectionsOfStep {
  /** Training step, from 0. */
  step: number;
  /** Token ids of each text, the first row's first. */
  texts: readonly Int32Array[];
}

/** How much an injection file holds. */
export interface InjectionCount {
  steps: number;
  texts: number;
  tokens: number;
}

/**
 * Writes an injection plan as JSON: `{"0": [[15, 7], [4]], "100": [[15, 7]]}`, training step to the token ids of
 * each text. A line for each step; memory: the step that is written.
 */
export async function writeInjectionFile(path: string, plan: InjectionTexts): Promise<InjectionCount> {
  const sink = new ByteSink(path);
  const count: InjectionCount = { steps: 0, texts: 0, tokens: 0 };
  const put = (text: string): void => sink.write(Buffer.from(text));
  try {
    put('{');
    for await (const { step, texts } of plan) {
      put(`${count.steps === 0 ? '' : ','}\n"${step}": [`);
      texts.forEach((tokens, i) => {
        put(`${i === 0 ? '' : ', '}[${tokens.join(', ')}]`);
        count.tokens += tokens.length;
      });
      put(']');
      count.steps++;
      count.texts += texts.length;
    }
    put('\n}\n');
  } finally {
    sink.close();
  }
  return count;
}

/**
 * Reads from the order table what is injected at every step: the texts from row 0 on. Every piece of a text that is
 * split over rows counts as a text. Steps without injections are left out. Memory: one batch of the table.
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
