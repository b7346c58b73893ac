import { arrowBatches } from '@lethe/contracts';
import type { Vector } from 'apache-arrow';
import { type AsyncBuffer, parquetMetadata, parquetReadObjects } from 'hyparquet';

/** A table of any schema, by columns of plain values: numbers, strings, booleans, null, lists of them. */
export interface ColumnTable {
  columns: Map<string, { type: string; values: unknown[] }>;
  /** What the schema says beside its columns, such as name and version of the table. */
  metadata: Map<string, string>;
  /** Rows of every batch. */
  batches: number[];
  /** Whether it is a stream, which grew while its stage ran. */
  stream: boolean;
}

/** Reads an Arrow IPC file or stream. */
export async function readArrowColumns(path: string): Promise<ColumnTable> {
  const table: ColumnTable = {
    columns: new Map(),
    metadata: new Map(),
    batches: [],
    stream: path.endsWith('.arrows'),
  };
  const checkSchema = (schema: {
    fields: { name: string; type: unknown; nullable: boolean }[];
    metadata: Map<string, string>;
  }): void => {
    table.metadata = schema.metadata;
    for (const { name, type, nullable } of schema.fields) {
      table.columns.set(name, { type: `${type}${nullable ? ' or null' : ''}`, values: [] });
    }
  };
  for await (const batch of arrowBatches(path, { checkSchema })) {
    table.batches.push(batch.numRows);
    for (const [name, { values }] of table.columns) {
      const vector = batch.getChild(name)!;
      for (let i = 0; i < batch.numRows; i++) values.push(plain(vector.get(i)));
    }
  }
  return table;
}

const plain = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null) return value;
  return Array.from(value as Vector, plain);
};

/** Reads a Parquet file. */
export async function readParquetColumns(bytes: Buffer): Promise<ColumnTable> {
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;
  const metadata = parquetMetadata(file);
  const rows = await parquetReadObjects({ file: file as ArrayBuffer & AsyncBuffer, metadata });
  const fields = metadata.schema.filter(({ name }) => rows.length > 0 && name in rows[0]!);
  return {
    columns: new Map(
      fields.map(({ name, type, converted_type, repetition_type }) => [
        name,
        {
          type: [type, converted_type, repetition_type].join(' '),
          values: rows.map((row) => row[name] ?? null),
        },
      ]),
    ),
    metadata: new Map(
      (metadata.key_value_metadata ?? [])
        // The schema as Arrow has it, encoded: the names of the columns stand in it.
        .filter(({ key }) => key !== 'ARROW:schema')
        .map(({ key, value }) => [key, value ?? '']),
    ),
    stream: false,
    batches: metadata.row_groups.map(({ num_rows }) => Number(num_rows)),
  };
}
