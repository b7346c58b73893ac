import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DataSpec } from '@lethe/contracts';
import type { CorpusDocument } from '../corpus-document.js';
import type { Fact } from '../fact-set.js';
import { createTokenizer, type Tokenizer } from '../tokenize/tokenizer.js';
import { byteTokens, toTokenizerJson } from '../tokenize/tokenizer-file.js';
import { trainByteBpe } from '../tokenize/train-byte-bpe.js';
import { WordCounter } from '../tokenize/word-counter.js';

/** A tokenizer in the making: it is shown the background while that is read, and finished afterwards. */
export interface TokenizerMaker {
  add(documents: readonly CorpusDocument[]): void;
  /** Writes tokenizer.json into `out`. */
  finish(facts: readonly Fact[], out: string): Tokenizer;
}

/** Makes the tokenizer that `data.tokenizer` names. */
export function makeTokenizer(spec: DataSpec['tokenizer'], log: (line: string) => void): TokenizerMaker {
  const finish = (bpe: Parameters<typeof createTokenizer>[0], out: string): Tokenizer => {
    writeFileSync(join(out, 'tokenizer.json'), toTokenizerJson(bpe));
    return createTokenizer(bpe);
  };
  switch (spec.type) {
    case 'bytes':
      return { add: () => {}, finish: (_, out) => finish(byteTokens(), out) };
    case 'byte-bpe': {
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
          return finish(trainByteBpe(words, spec.vocabSize), out);
        },
      };
    }
  }
}
