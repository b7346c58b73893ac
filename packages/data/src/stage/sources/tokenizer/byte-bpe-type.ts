import * as z from 'zod';
import { bpeWriter, defineTokenizerType } from './tokenizer-type.js';

export const byteBpeType = defineTokenizerType({
  name: 'byte-bpe',
  description: 'byte-level BPE trained on the background and the passages',
  options: { vocabSize: z.int().min(257).max(65_536) },
  async open({ vocabSize }, { log }) {
    const { trainByteBpe, WordCounter } = await import('@lethe/tokenizers');
    const write = await bpeWriter();
    const words = new WordCounter();
    return {
      add(documents) {
        for (const { text } of documents) words.add(text);
      },
      finish(facts, out) {
        // Texts of all facts, controls too, and no variants: no scenario gets a tokenizer made for it.
        for (const { text } of facts) words.add(text);
        if (words.forgotten > 0) {
          const count = words.forgotten.toLocaleString('en-US');
          log(`tokenizer: ${count} occurrences of rare words were left out of its training`);
        }
        return write(trainByteBpe(words, vocabSize), out);
      },
    };
  },
});
