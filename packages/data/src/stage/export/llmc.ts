import { join } from 'node:path';
import { ByteSink } from '@lethe/contracts';
import { encodeTokens } from './encode-tokens.js';
import { type CreateRowWriter, defineRowFormat } from './row-writer.js';

const MAGIC = 20240520;
const VERSION = 1;
const HEADER_INTS = 256;
/** 100 million tokens, as llm.c's own data sets have. */
const SHARD_BYTES = 200_000_000;

/**
 * Writes `train_000000.bin`, ... for llm.c: a header of 256 int32 (magic, version, number of tokens), then uint16
 * token ids in the order of training. A file holds whole steps and the token after them, because llm.c reads
 * batch x length + 1 tokens and would leave out the last step of a file without it; after the very last step this
 * is the end-of-text token.
 */
const create: CreateRowWriter = (directory, shape, { shardBytes = SHARD_BYTES } = {}) => {
  const { steps, batchSize, sequenceLength, endOfText } = shape;
  const stepTokens = batchSize * sequenceLength;
  const stepsPerShard = Math.max(1, Math.floor(shardBytes / 2 / stepTokens));
  const total = steps * stepTokens;
  let written = 0;
  let shard = 0;
  let left = 0;
  let sink: ByteSink | undefined;

  const put = (tokens: Int32Array): void => sink?.write(encodeTokens(tokens, 'uint16', 'llm.c'));
  const endShard = (next: number): void => {
    put(Int32Array.of(next));
    sink?.close();
  };
  const beginShard = (): void => {
    left = Math.min(stepsPerShard * stepTokens, total - written);
    const header = new Int32Array(HEADER_INTS);
    header.set([MAGIC, VERSION, left + 1]);
    sink = new ByteSink(join(directory, `train_${String(shard++).padStart(6, '0')}.bin`));
    sink.write(header);
  };
  return {
    write(tokens) {
      for (let done = 0; done < tokens.length; ) {
        if (left === 0) {
          endShard(tokens[done]!);
          beginShard();
        }
        const part = tokens.subarray(done, done + left);
        put(part);
        done += part.length;
        written += part.length;
        left -= part.length;
      }
    },
    finish: () => endShard(endOfText),
    abort: () => sink?.close(),
  };
};

export const llmc = defineRowFormat({
  name: 'llmc',
  description: 'uint16 bin',
  type: () => 'uint16',
  create,
});
