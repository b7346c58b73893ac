import { DataType, Field, FixedSizeList, List } from 'apache-arrow';
import { type Kind, kinds } from './kinds.js';

export type { Kind };

/** One column of a table: its kind, its nesting and whether it may hold nulls. `Value` is its type in a row. */
export interface Column<Value = unknown> {
  readonly kind: Kind;
  readonly shape: 'scalar' | 'list' | 'fixed-size-list';
  readonly nullable: boolean;
  readonly description: string;
  /** Exists only in the types. */
  readonly __value?: Value;
}

const scalar = <Value>(kind: Kind, description: string): Column<Value> => ({
  kind,
  shape: 'scalar',
  nullable: false,
  description,
});

/** 32-bit signed integers: steps, token ids, counts. */
export const int32 = (description: string): Column<number> => scalar('int32', description);
export const float32 = (description: string): Column<number> => scalar('float32', description);
export const float64 = (description: string): Column<number> => scalar('float64', description);
export const bool = (description: string): Column<boolean> => scalar('bool', description);
export const utf8 = (description: string): Column<string> => scalar('utf8', description);

/** Lists of any length of a scalar column; lists themselves are never null. */
export const list = <Value>(item: Column<Value>): Column<Value[]> =>
  ({ ...item, shape: 'list' }) as Column<Value[]>;

/** Lists that all have the same length, chosen when the table is written. */
export const fixedSizeList = <Value>(item: Column<Value>): Column<Value[]> =>
  ({ ...item, shape: 'fixed-size-list' }) as Column<Value[]>;

/** A scalar column that may hold nulls. */
export const nullable = <Value>(item: Column<Value>): Column<Value | null> =>
  ({ ...item, nullable: true }) as Column<Value | null>;

/** The Arrow type of a column; `listSize` is the length of fixed-size lists. */
export function arrowType({ kind, shape }: Column, listSize: number): DataType {
  const type = kinds[kind].type();
  if (shape === 'list') return new List(new Field('item', type, false));
  return shape === 'scalar' ? type : new FixedSizeList(listSize, new Field('item', type, false));
}

/** Whether an Arrow column of this type can be read as `column`. */
export function acceptsType({ kind, shape }: Column, type: DataType): boolean {
  if (shape === 'scalar') return kinds[kind].accepts(type);
  const isList = shape === 'list' ? DataType.isList(type) : DataType.isFixedSizeList(type);
  return isList && kinds[kind].accepts(type.children[0]!.type);
}

/** The column's type as messages name it, for example `list<float32>`. */
export function describeColumn(column: Column): string {
  const shape = column.shape === 'scalar' ? column.kind : `${column.shape}<${column.kind}>`;
  return column.nullable ? `${shape}, nullable` : shape;
}
