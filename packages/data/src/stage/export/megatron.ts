import { join } from 'node:path';
import { ByteSink } from '@lethe/contracts';
import { encodeTokens, type TokenType, tokenBytes } from './encode-tokens.js';
import { type CreateRowWriter, defineRowFormat } from './row-writer.js';

/** Megatron's rule: uint16 below 65,500 ids, else int32. */
const megatronType = (vocabSize: number): TokenType => (vocabSize < 65_500 ? 'uint16' : 'int32');

/** Codes of the types in the index. */
const typeCode = { uint16: 8, int32: 4 } as Record<TokenType, number>;

/**
 * Writes `train.bin` and `train.idx` for Megatron-LM and GPT-NeoX: every row is one sequence and one document, in the
 * order of training.
 */
const create: CreateRowWriter = (directory, { rows, sequenceLength, vocabSize }) => {
  const type = megatronType(vocabSize);
  const sink = new ByteSink(join(directory, 'train.bin'));
  return {
    write: (tokens) => sink.write(encodeTokens(tokens, type, 'Megatron')),
    finish() {
      sink.close();
      const index = new ByteSink(join(directory, 'train.idx'));
      for (const part of megatronIndex(rows, sequenceLength, type)) index.write(part);
      index.close();
    },
    abort: () => sink.close(),
  };
};

/**
 * The bytes of an index over `rows` sequences of equal length: magic, version 1, code of the type, number of
 * sequences, number of document marks; then int32 lengths, int64 byte offsets, and int64 document marks from 0 to
 * `rows`, one more than there are documents.
 */
function* megatronIndex(rows: number, sequenceLength: number, type: TokenType): Generator<Uint8Array> {
  const header = Buffer.alloc(34);
  header.write('MMIDIDX', 0, 'latin1');
  header.writeBigUInt64LE(1n, 9);
  header.writeUInt8(typeCode[type], 17);
  header.writeBigUInt64LE(BigInt(rows), 18);
  header.writeBigUInt64LE(BigInt(rows + 1), 26);
  yield header;
  const part = 2 ** 18;
  for (let first = 0; first < rows; first += part) {
    yield new Uint8Array(new Int32Array(Math.min(part, rows - first)).fill(sequenceLength).buffer);
  }
  yield* multiples(rows, sequenceLength * tokenBytes[type], part);
  yield* multiples(rows + 1, 1, part);
}

/** int64: 0, step, 2 step, ... */
function* multiples(count: number, step: number, part: number): Generator<Uint8Array> {
  for (let first = 0; first < count; first += part) {
    const values = BigInt64Array.from({ length: Math.min(part, count - first) }, (_, i) =>
      BigInt((first + i) * step),
    );
    yield new Uint8Array(values.buffer);
  }
}

export const megatron = defineRowFormat({
  name: 'megatron',
  description: 'bin and idx, for GPT-NeoX too',
  type: megatronType,
  create,
});
