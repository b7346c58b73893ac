import { Field, Schema } from 'apache-arrow';
import { LetheError } from '../errors.js';
import { acceptsType, arrowType, type Column, describeColumn } from './columns.js';

export type Columns = Record<string, Column>;

/** Declaration of a table: the single source of its Arrow schema, its row type and its check. */
export interface TableDefinition<C extends Columns = Columns> {
  readonly name: string;
  readonly version: number;
  /** One sentence: what a row is. */
  readonly rows: string;
  /** `stream` tables grow while a stage runs (IPC stream); `file` tables are finished at once (IPC file). */
  readonly format: 'file' | 'stream';
  readonly columns: C;
}

/** The type of one row of a table. */
export type RowOf<T extends TableDefinition> = {
  [K in keyof T['columns']]: T['columns'][K] extends Column<infer Value> ? Value : never;
};

/** Declares a table of the contract. A change of its columns requires a new version. */
export function defineTable<C extends Columns>(definition: TableDefinition<C>): TableDefinition<C> {
  return definition;
}

const TABLE_KEY = 'lethe.table';
const VERSION_KEY = 'lethe.version';

/** The Arrow schema of a table, with its name and version in the metadata. */
export function arrowSchema(table: TableDefinition, listSize = 0): Schema {
  const fields = Object.entries(table.columns).map(
    ([name, column]) => new Field(name, arrowType(column, listSize), column.nullable),
  );
  return new Schema(
    fields,
    new Map([
      [TABLE_KEY, table.name],
      [VERSION_KEY, String(table.version)],
    ]),
  );
}

/**
 * Checks a schema against a table: name and version, then every column's name and type.
 * Columns beyond the contract are allowed; large and view strings count as strings.
 * Nulls are checked when batches are read, since other writers mark every column nullable.
 * @throws LetheError that names the file, the column, what was expected and what was found.
 */
export function checkSchema(schema: Schema, table: TableDefinition, file: string): void {
  const name = schema.metadata.get(TABLE_KEY);
  const version = schema.metadata.get(VERSION_KEY);
  if (name !== table.name || version !== String(table.version)) {
    throw new LetheError({
      what: `this is not a table "${table.name}" of version ${table.version}`,
      where: file,
      expected: `schema metadata ${TABLE_KEY}=${table.name}, ${VERSION_KEY}=${table.version}`,
      found: `${TABLE_KEY}=${name ?? '(absent)'}, ${VERSION_KEY}=${version ?? '(absent)'}`,
      next: 'run the stage that wrote it again, with the same version of Lethe; a custom stage sets both keys in the schema metadata',
    });
  }
  for (const [columnName, column] of Object.entries(table.columns)) {
    const field = schema.fields.find((candidate) => candidate.name === columnName);
    if (field && acceptsType(column, field.type)) continue;
    throw new LetheError({
      what: `column "${columnName}" ${field ? 'has the wrong type' : 'is missing'}`,
      where: file,
      expected: `${columnName}: ${describeColumn(column)} (${column.description})`,
      found: field ? `${columnName}: ${field.type}` : `columns ${schema.names.join(', ') || '(none)'}`,
      next: `write the column as table "${table.name}" version ${table.version} requires and run the stage again`,
    });
  }
}
