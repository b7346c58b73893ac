import { join } from 'node:path';
import { ByteSink } from '@lethe/contracts';
import { encodeTokens } from './encode-tokens.js';
import { type CreateRowWriter, defineRowFormat } from './row-writer.js';

/** Writes `train.bin` for nanoGPT: uint16 token ids without header, row after row in the order of training. */
const create: CreateRowWriter = (directory) => {
  const sink = new ByteSink(join(directory, 'train.bin'));
  return {
    write: (tokens) => sink.write(encodeTokens(tokens, 'uint16', 'nanoGPT')),
    finish: () => sink.close(),
    abort: () => sink.close(),
  };
};

export const nanoGpt = defineRowFormat({
  name: 'nanogpt',
  description: 'uint16 bin',
  type: () => 'uint16',
  create,
});
