import { type Column, readFileBatches, type TableDefinition, writeWhole } from '@lethe/contracts';
import { fileWriter, ParquetWriter } from 'hyparquet-writer';

type SchemaElement = ConstructorParameters<typeof ParquetWriter>[0]['schema'][number];

/**
 * Writes Arrow files of one table as one Parquet file with the same columns, types and nulls, batch by batch. Lists
 * are Parquet lists; the name and version of the table are in the metadata.
 */
export async function writeParquet(
  path: string,
  table: TableDefinition,
  files: readonly string[],
): Promise<void> {
  const columns = Object.entries(table.columns);
  await writeWhole(path, async (partial) => {
    const writer = new ParquetWriter({
      writer: fileWriter(partial),
      schema: [
        { name: 'root', num_children: columns.length },
        ...columns.flatMap(([name, column]) => parquetColumn(name, column)),
      ],
      createdBy: 'lethe',
      kvMetadata: [
        { key: 'lethe.table', value: table.name },
        { key: 'lethe.version', value: String(table.version) },
      ],
    });
    for (const source of files) {
      for await (const batch of readFileBatches(source, table)) {
        const rows = batch.rows() as Record<string, unknown>[];
        const columnData = columns.map(([name]) => ({ name, data: rows.map((row) => row[name]) }));
        await writer.write({ columnData });
      }
    }
    await writer.finish();
  });
}

const parquetTypes = {
  int32: { type: 'INT32' },
  float32: { type: 'FLOAT' },
  float64: { type: 'DOUBLE' },
  bool: { type: 'BOOLEAN' },
  utf8: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
} as const;

function parquetColumn(name: string, { kind, shape, nullable }: Column): SchemaElement[] {
  const type = parquetTypes[kind];
  if (shape === 'scalar') {
    return [{ name, ...type, repetition_type: nullable ? 'OPTIONAL' : 'REQUIRED' }];
  }
  return [
    { name, repetition_type: 'REQUIRED', converted_type: 'LIST', num_children: 1 },
    { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
    { name: 'element', ...type, repetition_type: 'REQUIRED' },
  ];
}
