import { LetheError } from '@lethe/contracts';
import type { FieldNames } from './document-fields.js';

/** The columns of a table that hold the fields of documents: whole names before the first steps of nested ones. */
export function columnsOf(columns: readonly string[], path: string, fields: FieldNames): string[] {
  const { textField, idField } = fields;
  const needed = [columnOf(columns, textField) ?? absent(columns, path, 'text', textField)];
  if (idField === false) return needed;
  const id = columnOf(columns, idField ?? 'id');
  if (id !== undefined && !needed.includes(id)) needed.push(id);
  if (id === undefined && idField !== undefined) absent(columns, path, 'id', idField);
  return needed;
}

function columnOf(columns: readonly string[], field: string): string | undefined {
  return [field, field.split('.')[0]!].find((name) => columns.includes(name));
}

function absent(columns: readonly string[], path: string, what: 'text' | 'id', name: string): never {
  throw new LetheError({
    what: `this file has no column "${name}"`,
    where: path,
    expected: `a column with the ${what} of documents`,
    found: columns.length === 0 ? 'no columns' : `columns ${columns.join(', ')}`,
    next: `name the column (--${what}-field)`,
  });
}
