import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LetheError } from '@lethe/contracts';
import { defineTokenizerType } from './tokenizer-type.js';

export const symbolicType = defineTokenizerType({
  name: 'symbolic',
  description: 'one token per symbol of the symbolic world, for its facts and texts alone',
  options: {},
  async open(_, { symbols }) {
    const { toWordTokenizerJson } = await import('@lethe/tokenizers');
    if (!symbols) {
      throw new LetheError({
        what: 'only the symbolic world has a vocabulary of symbols',
        where: 'data.tokenizer.type: symbolic',
        expected: 'data.facts.source: symbolic',
        found: 'facts of another source',
        next: 'choose another tokenizer, such as byte-bpe',
      });
    }
    return {
      finish(_, out) {
        writeFileSync(join(out, 'tokenizer.json'), toWordTokenizerJson(symbols.words));
        return symbols.tokenizer;
      },
    };
  },
});
