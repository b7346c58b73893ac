import { join } from 'node:path';
import { ByteSink, SinkStreamWriter, writeJson } from '@lethe/contracts';
import { Field, Int32, List, makeData, RecordBatch, Schema, Struct } from 'apache-arrow';
import { type CreateRowWriter, defineRowFormat } from './row-writer.js';
import { createShardedWriter, type Shard, shardNames } from './shards.js';

const schema = new Schema([new Field('input_ids', new List(new Field('item', new Int32(), true)), true)]);

/**
 * Writes a data set that `datasets.load_from_disk` opens: Arrow streams with the column input_ids, list<int32>, one
 * row for each row of training, in its order; `state.json` and `dataset_info.json` beside them.
 */
const create: CreateRowWriter = (directory, shape, options) => {
  const { sequenceLength } = shape;
  const shards = shardNames('data', 'arrow', shape, options);
  const writer = createShardedWriter(directory, shards, sequenceLength, (path) =>
    openStream(path, sequenceLength),
  );
  return {
    ...writer,
    finish() {
      writer.finish();
      writeJson(join(directory, 'state.json'), {
        _data_files: shards.names.map((filename) => ({ filename })),
        _fingerprint: 'lethe',
        _format_columns: null,
        _format_kwargs: {},
        _format_type: null,
        _output_all_columns: false,
        _split: 'train',
      });
      writeJson(join(directory, 'dataset_info.json'), {
        features: {
          input_ids: { feature: { dtype: 'int32', _type: 'Value' }, _type: 'Sequence' },
        },
      });
    },
  };
};

function openStream(path: string, sequenceLength: number): Shard {
  const sink = new ByteSink(path);
  const writer = new SinkStreamWriter(sink);
  writer.reset(undefined, schema);
  return {
    write: (tokens) => void writer.write(buildBatch(tokens, sequenceLength)),
    finish() {
      writer.finish();
      sink.close();
    },
    abort: () => sink.close(),
  };
}

function buildBatch(tokens: Int32Array, sequenceLength: number): RecordBatch {
  const rows = tokens.length / sequenceLength;
  const child = makeData({ type: new Int32(), length: tokens.length, nullCount: 0, data: tokens });
  const list = makeData({
    type: schema.fields[0]!.type as List,
    length: rows,
    nullCount: 0,
    valueOffsets: Int32Array.from({ length: rows + 1 }, (_, i) => i * sequenceLength),
    child,
  });
  return new RecordBatch(
    schema,
    makeData({ type: new Struct(schema.fields), length: rows, nullCount: 0, children: [list] }),
  );
}

export const hfArrow = defineRowFormat({
  name: 'hf-arrow',
  description: 'for datasets.load_from_disk',
  type: () => 'int32',
  create,
});
