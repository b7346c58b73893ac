import { ByteSink } from '@lethe/contracts';
import { ByteWriter, ParquetWriter, type SchemaElement } from 'hyparquet-writer';
import { type CreateRowWriter, defineRowFormat } from './row-writer.js';
import { createShardedWriter, type Shard, shardNames } from './shards.js';

/** Rows of a group: about 4 MiB of token ids, which the library holds as objects while it encodes them. */
const GROUP_TOKENS = 2 ** 20;

const schema: SchemaElement[] = [
  { name: 'schema', num_children: 1 },
  { name: 'input_ids', repetition_type: 'REQUIRED', converted_type: 'LIST', num_children: 1 },
  { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
  { name: 'element', type: 'INT32', repetition_type: 'REQUIRED' },
];

/**
 * Writes `train-00000-of-00001.parquet`, ...: the column input_ids, list<int32>, one row for each row of training,
 * in its order; Snappy.
 */
const create: CreateRowWriter = (directory, shape, options) =>
  createShardedWriter(
    directory,
    shardNames('train', 'parquet', shape, options),
    shape.sequenceLength,
    (path) => openFile(path, shape.sequenceLength),
  );

function openFile(path: string, sequenceLength: number): Shard {
  const sink = new ByteSink(path);
  const bytes = new ByteWriter();
  // Offsets in the file keep counting; only the buffer starts over.
  const flush = (): void => {
    sink.write(bytes.getBytes());
    bytes.index = 0;
  };
  const writer = new ParquetWriter({ writer: bytes, schema, createdBy: 'lethe', statistics: false });
  const rowsPerGroup = Math.max(1, Math.floor(GROUP_TOKENS / sequenceLength));
  return {
    write(tokens) {
      for (let first = 0; first < tokens.length; first += rowsPerGroup * sequenceLength) {
        const group = tokens.subarray(first, first + rowsPerGroup * sequenceLength);
        writer.write({
          columnData: [{ name: 'input_ids', data: toRows(group, sequenceLength) }],
          rowGroupSize: rowsPerGroup,
        });
        flush();
      }
    },
    finish() {
      writer.finish();
      flush();
      sink.close();
    },
    abort: () => sink.close(),
  };
}

/** The library takes rows of lists as plain arrays only. */
function toRows(tokens: Int32Array, sequenceLength: number): number[][] {
  return Array.from({ length: tokens.length / sequenceLength }, (_, i) =>
    Array.from(tokens.subarray(i * sequenceLength, (i + 1) * sequenceLength)),
  );
}

export const parquet = defineRowFormat({
  name: 'parquet',
  description: 'input_ids',
  type: () => 'int32',
  create,
});
