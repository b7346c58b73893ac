import { bpeWriter, defineTokenizerType } from './tokenizer-type.js';

export const gpt2Type = defineTokenizerType({
  name: 'gpt2',
  description: 'the tokenizer of GPT-2, 50,257 tokens',
  options: {},
  async open() {
    const { gpt2Bpe } = await import('@lethe/tokenizers');
    const bpe = await gpt2Bpe();
    const write = await bpeWriter();
    return { finish: (_, out) => write(bpe, out) };
  },
});
