import { Bool, type DataType, Field, FixedSizeList, Float32, Float64, Int32, List, Utf8 } from 'apache-arrow';

/** The primitive kinds that a column of a Lethe table can hold. */
export type Kind = 'int32' | 'float32' | 'float64' | 'bool' | 'utf8';

/** One column of a table: its kind, its nesting and whether it may hold nulls. `Value` is its type in a row. */
export interface Column<Value = unknown> {
  readonly kind: Kind;
  readonly shape: 'scalar' | 'list' | 'fixed-size-list';
  readonly nullable: boolean;
  readonly description: string;
  /** Exists in the types only. */
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

/** Lists that all have one length, chosen when the table is written. */
export const fixedSizeList = <Value>(item: Column<Value>): Column<Value[]> =>
  ({ ...item, shape: 'fixed-size-list' }) as Column<Value[]>;

/** A scalar column that may hold nulls. */
export const nullable = <Value>(item: Column<Value>): Column<Value | null> =>
  ({ ...item, nullable: true }) as Column<Value | null>;

/** The Arrow type of a column; `listSize` is the length of fixed-size lists. */
export function arrowType(column: Column, listSize: number): DataType {
  const item = itemType(column.kind);
  if (column.shape === 'list') return new List(new Field('item', item, false));
  if (column.shape === 'fixed-size-list') return new FixedSizeList(listSize, new Field('item', item, false));
  return item;
}

function itemType(kind: Kind): DataType {
  switch (kind) {
    case 'int32':
      return new Int32();
    case 'float32':
      return new Float32();
    case 'float64':
      return new Float64();
    case 'bool':
      return new Bool();
    case 'utf8':
      return new Utf8();
  }
}

/** The column's type as messages name it, for example `list<float32>`. */
export function describeColumn(column: Column): string {
  const shape = column.shape === 'scalar' ? column.kind : `${column.shape}<${column.kind}>`;
  return column.nullable ? `${shape}, nullable` : shape;
}
