import { Field, Int32, List, RecordBatchStreamWriter, Schema } from 'apache-arrow';
import { expect, it } from 'vitest';
import { readIpcHeader } from './ipc-metadata.js';

it('a list without a type of items is refused before arrow-js takes it for granted', async () => {
  const schemaOf = (list: List): Uint8Array => {
    const writer = new RecordBatchStreamWriter();
    writer.reset(undefined, new Schema([new Field('values', list)]));
    const stream = writer.finish().toUint8Array(true);
    return stream.subarray(8, 8 + new DataView(stream.buffer, stream.byteOffset).getInt32(4, true));
  };
  const whole = new List(new Field('item', new Int32()));
  expect(readIpcHeader(schemaOf(whole))).toMatchObject({ kind: 'schema' });
  const empty = new List(new Field('item', new Int32()));
  Object.assign(empty, { children: [] });
  expect(() => readIpcHeader(schemaOf(empty))).toThrow('a list has no items of one type');
});
