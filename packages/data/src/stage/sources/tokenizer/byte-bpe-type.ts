import * as z from 'zod';
import { trackProgress } from '../../../progress/track-progress.js';
import { bpeWriter, defineTokenizerType } from './tokenizer-type.js';

export const byteBpeType = defineTokenizerType({
  name: 'byte-bpe',
  description: 'byte-level BPE trained on the background and the passages',
  options: {
    vocabSize: z.int().min(257).max(65_536),
    seed: z
      .int()
      .nonnegative()
      .default(1)
      .describe(
        'data.seed whose background and passages it is trained on, so that runs of all seeds of data have one tokenizer and their targets the same number of tokens',
      ),
  },
  async open({ vocabSize, seed }, context) {
    const { trainByteBpe, WordCounter } = await import('@lethe/tokenizers');
    const write = await bpeWriter();
    const words = new WordCounter();
    const add = (texts: readonly { text: string }[]): void => {
      for (const { text } of texts) words.add(text);
    };
    const train = (out: string) => {
      if (words.forgotten > 0) {
        const count = words.forgotten.toLocaleString('en-US');
        context.log(`tokenizer: ${count} occurrences of rare words were left out of its training`);
      }
      return write(trainByteBpe(words, vocabSize), out);
    };
    // Texts of all facts, controls too, and no variants: no scenario gets a tokenizer made for it.
    if (seed === context.seed) {
      return {
        add,
        finish(facts, out) {
          add(facts);
          return train(out);
        },
      };
    }
    const { facts, background } = await context.textsOf(seed);
    const reading = trackProgress(
      { what: `tokenizer, background of seed ${seed}`, unit: 'documents' },
      context,
    );
    for await (const documents of background) {
      add(documents);
      await reading(documents.length);
    }
    add(facts);
    return { finish: (_, out) => train(out) };
  },
});
