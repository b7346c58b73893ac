import { bpeWriter, defineTokenizerType } from './tokenizer-type.js';

export const bytesType = defineTokenizerType({
  name: 'bytes',
  description: 'one token per byte',
  options: {},
  async open() {
    const { byteTokens } = await import('@lethe/tokenizers');
    const write = await bpeWriter();
    return { finish: (_, out) => write(byteTokens(), out) };
  },
});
