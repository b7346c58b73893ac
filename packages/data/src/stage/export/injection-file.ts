import { ByteSink } from '@lethe/contracts';

/** Token ids of the texts that are injected at each step, steps ascending. */
export type InjectionTexts = Iterable<InjectionsOfStep> | AsyncIterable<InjectionsOfStep>;

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
