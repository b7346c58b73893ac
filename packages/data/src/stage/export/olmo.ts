import { join } from 'node:path';
import { ByteSink } from '@lethe/contracts';
import { encodeTokens, type TokenType } from './encode-tokens.js';
import { type CreateRowWriter, defineRowFormat } from './row-writer.js';

/** The memory map's type: uint16 where all ids fit, as OLMo and OLMo-core take it, else uint32. */
const olmoType = (vocabSize: number): TokenType => (vocabSize <= 2 ** 16 ? 'uint16' : 'uint32');

/**
 * Writes `part-00000.npy`, token ids without any header (numpy's memmap), row after row in the order of training,
 * and `global_indices.npy`, uint32 without header: the row at each place of that order, here 0, 1, 2, ...
 */
const create: CreateRowWriter = (directory, { rows, vocabSize }) => {
  const sink = new ByteSink(join(directory, 'part-00000.npy'));
  return {
    write: (tokens) => sink.write(encodeTokens(tokens, olmoType(vocabSize), 'OLMo')),
    finish() {
      sink.close();
      const indices = new ByteSink(join(directory, 'global_indices.npy'));
      writeCounts(indices, rows);
      indices.close();
    },
    abort: () => sink.close(),
  };
};

function writeCounts(sink: ByteSink, count: number): void {
  const part = 2 ** 20;
  for (let first = 0; first < count; first += part) {
    sink.write(Uint32Array.from({ length: Math.min(part, count - first) }, (_, i) => first + i));
  }
}

export const olmo = defineRowFormat({
  name: 'olmo',
  description: 'memory map and global_indices',
  type: olmoType,
  create,
});
