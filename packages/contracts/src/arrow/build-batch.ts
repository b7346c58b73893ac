import { type Data, FixedSizeList, List, makeData, RecordBatch, type Schema, Struct } from 'apache-arrow';
import { LetheError } from '../errors.js';
import type { Column } from './columns.js';
import type { Columns, RowOf, TableDefinition } from './define-table.js';
import { type Kind, kinds } from './kinds.js';

type Numbers = Int32Array | Float32Array | Float64Array | readonly number[];
type Items = Numbers | readonly (string | null)[] | readonly (number | null)[] | readonly boolean[];

/** Lists laid out flat: list `i` holds `values[offsets[i] .. offsets[i + 1])`. */
export interface FlatLists {
  offsets: Int32Array;
  values: Items;
}

/** What a writer takes for one column of a batch. Fixed-size lists come flat, row after row. */
export type ColumnInput =
  | Items
  | FlatLists
  | readonly (readonly number[] | readonly string[] | Int32Array | Float32Array)[];

/** One batch of a table, column by column; all columns have the same number of rows. */
export type BatchInput<C extends Columns> = { [K in keyof C]: ColumnInput };

/** Turns rows into the columns of a batch: for small tables and tests. */
export function rowsToBatch<T extends TableDefinition>(
  table: T,
  rows: readonly RowOf<T>[],
): BatchInput<T['columns']> {
  const batch: Record<string, ColumnInput> = {};
  for (const [name, column] of Object.entries(table.columns)) {
    const values = rows.map((row) => (row as Record<string, unknown>)[name]);
    batch[name] = (column.shape === 'fixed-size-list' ? values.flat() : values) as ColumnInput;
  }
  return batch as BatchInput<T['columns']>;
}

/**
 * Builds an Arrow record batch from columns, without row objects.
 * @throws LetheError when columns differ in length, or a column that allows no nulls has one
 */
export function buildBatch(schema: Schema, table: TableDefinition, input: BatchInput<Columns>): RecordBatch {
  let rows = -1;
  const children = Object.entries(table.columns).map(([name, column], index) => {
    const where = `table ${table.name}, column ${name}`;
    const values = input[name];
    if (values === undefined) throw new LetheError({ what: 'the column is missing', where });
    const listSize =
      column.shape === 'fixed-size-list' ? (schema.fields[index]!.type as FixedSizeList).listSize : 1;
    const data = buildColumn(column, values, listSize, where);
    if (rows >= 0 && data.length !== rows) {
      throw new LetheError({
        what: 'columns of one batch differ in length',
        where,
        expected: `${rows} rows`,
        found: `${data.length} rows`,
      });
    }
    rows = data.length;
    return data;
  });
  const data = makeData({ type: new Struct(schema.fields), length: rows, nullCount: 0, children });
  return new RecordBatch(schema, data);
}

function buildColumn(column: Column, input: ColumnInput, listSize: number, where: string): Data {
  if (column.shape === 'scalar') return buildItems(column.kind, input as Items, column.nullable, where);
  if (column.shape === 'fixed-size-list') {
    const child = buildItems(column.kind, input as Items, false, where);
    if (child.length % listSize !== 0) {
      throw new LetheError({
        what: 'values do not fill whole lists',
        where,
        expected: `a multiple of ${listSize}`,
      });
    }
    const type = new FixedSizeList(listSize, { name: 'item', type: child.type, nullable: false } as never);
    return makeData({ type, length: child.length / listSize, nullCount: 0, child });
  }
  const lists = isFlat(input) ? input : flatten(column.kind, input as readonly (readonly number[])[]);
  const child = buildItems(column.kind, lists.values, false, where);
  const type = new List({ name: 'item', type: child.type, nullable: false } as never);
  return makeData({
    type,
    length: lists.offsets.length - 1,
    nullCount: 0,
    valueOffsets: lists.offsets,
    child,
  });
}

function isFlat(input: ColumnInput): input is FlatLists {
  return 'offsets' in input;
}

function flatten(kind: Kind, lists: readonly ArrayLike<unknown>[]): FlatLists {
  const offsets = new Int32Array(lists.length + 1);
  for (let i = 0; i < lists.length; i++) offsets[i + 1] = offsets[i]! + lists[i]!.length;
  if (kind === 'utf8' || kind === 'bool')
    return { offsets, values: lists.flatMap((item) => Array.from(item)) as Items };
  const values = new kinds[kind].array(offsets[lists.length]!);
  lists.forEach((item, i) => {
    values.set(item as ArrayLike<number>, offsets[i]);
  });
  return { offsets, values };
}

function buildItems(kind: Kind, values: Items, nullable: boolean, where: string): Data {
  return makeData({
    type: kinds[kind].type(),
    length: values.length,
    ...validity(values, nullable, where),
    ...buffers(kind, values, where),
  } as never);
}

function buffers(
  kind: Kind,
  values: Items,
  where: string,
): { valueOffsets?: Int32Array; data: ArrayBufferView } {
  switch (kind) {
    case 'int32':
      return { data: int32Values(values as Numbers, where) };
    case 'float32':
    case 'float64': {
      const { array } = kinds[kind];
      return { data: values instanceof array ? values : array.from(values as readonly number[]) };
    }
    case 'bool':
      return { data: bitmap(values, (value) => value === true) };
    case 'utf8':
      return utf8Values(values);
  }
}

function validity(
  values: Items,
  nullable: boolean,
  where: string,
): { nullBitmap?: Uint8Array; nullCount: number } {
  if (ArrayBuffer.isView(values)) return { nullCount: 0 };
  let nullCount = 0;
  for (let i = 0; i < values.length; i++) if (values[i] === null || values[i] === undefined) nullCount++;
  if (nullCount === 0) return { nullCount };
  if (!nullable) throw new LetheError({ what: `${nullCount} nulls in a column that allows none`, where });
  return { nullBitmap: bitmap(values, (value) => value !== null && value !== undefined), nullCount };
}

function bitmap(values: Items, isSet: (value: unknown) => boolean): Uint8Array {
  // Arrow pads bitmaps to 8 bytes.
  const bits = new Uint8Array(Math.ceil(values.length / 64) * 8);
  for (let i = 0; i < values.length; i++) if (isSet(values[i])) bits[i >> 3]! |= 1 << (i & 7);
  return bits;
}

function int32Values(values: Numbers, where: string): Int32Array {
  if (values instanceof Int32Array) return values;
  const integers = Int32Array.from(values as ArrayLike<number>, (value) => value ?? 0);
  for (let i = 0; i < integers.length; i++) {
    const value = values[i] ?? 0;
    if (integers[i] !== value) {
      throw new LetheError({ what: 'a value is not a 32-bit integer', where, found: String(value) });
    }
  }
  return integers;
}

function utf8Values(values: Items): { valueOffsets: Int32Array; data: Uint8Array } {
  const valueOffsets = new Int32Array(values.length + 1);
  let bytes = 0;
  for (let i = 0; i < values.length; i++) {
    bytes += Buffer.byteLength((values[i] as string | null) ?? '');
    valueOffsets[i + 1] = bytes;
  }
  const data = Buffer.alloc(bytes);
  for (let i = 0; i < values.length; i++) data.write((values[i] as string | null) ?? '', valueOffsets[i]);
  return { valueOffsets, data };
}
