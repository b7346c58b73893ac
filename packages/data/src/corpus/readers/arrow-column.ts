import { isUtf8 } from 'node:buffer';
import {
  Binary,
  BinaryView,
  DataType,
  type Decimal,
  LargeBinary,
  type RecordBatch,
  Vector,
} from 'apache-arrow';
import { decimalDigits, textOrBytes } from './document-fields.js';

type Cell = (row: number) => unknown;

/**
 * The values of a column of a batch, or of a column nested in structs, which is null where one of them is; bytes where
 * a string is not UTF-8.
 */
export function columnTexts(batch: RecordBatch, field: string): Cell {
  const found = findColumn(batch, field);
  if (!found) return () => undefined;
  const { column, holders } = found;
  const bytes = bytesOf(column);
  return beneath(holders, (row) => {
    const value: unknown = column.get(row);
    // arrow-js puts this character where bytes are not UTF-8.
    if (!bytes || typeof value !== 'string' || !value.includes('\ufffd')) return value;
    const raw = bytes(row);
    return isUtf8(raw) ? value : raw;
  });
}

/** As `columnTexts`, for ids: decimals as their digits, and binary values as text only where they look like one. */
export function columnIds(batch: RecordBatch, field: string): Cell {
  const found = findColumn(batch, field);
  if (!found) return () => undefined;
  const { column, holders } = found;
  if (DataType.isDecimal(column.type)) return beneath(holders, decimalsOf(column));
  const texts = columnTexts(batch, field);
  if (bytesOf(column)) return texts;
  return (row) => {
    const value = texts(row);
    return value instanceof Uint8Array ? textOrBytes(value) : value;
  };
}

/** A column and the structs around it, the whole name before its steps. */
function findColumn(batch: RecordBatch, field: string): { column: Vector; holders: Vector[] } | undefined {
  const whole = batch.getChild(field);
  if (whole) return { column: whole, holders: [] };
  const [first, ...steps] = field.split('.');
  const holders: Vector[] = [];
  let column: Vector | null = batch.getChild(first!);
  for (const step of steps) {
    if (!column) return undefined;
    holders.push(column);
    column = column.getChild(step);
  }
  return column ? { column, holders } : undefined;
}

/** Null where a struct around the column is: what a null struct holds has no meaning. */
function beneath(holders: readonly Vector[], cell: Cell): Cell {
  const nullable = holders.filter(({ nullCount }) => nullCount > 0);
  if (nullable.length === 0) return cell;
  return (row) => (nullable.every((holder) => holder.isValid(row)) ? cell(row) : null);
}

/** The values of a column of strings without decoding. */
function bytesOf(column: Vector): ((row: number) => Uint8Array) | undefined {
  const { type } = column;
  if (DataType.isDictionary(type)) {
    const keys = new Vector(column.data.map((data) => data.clone(type.indices)));
    const values = bytesOf(column.data[0]!.dictionary!);
    return values && ((row) => values(keys.get(row) as number));
  }
  const bytesType = DataType.isUtf8(type)
    ? new Binary()
    : DataType.isLargeUtf8(type)
      ? new LargeBinary()
      : DataType.isUtf8View(type)
        ? new BinaryView()
        : undefined;
  if (!bytesType) return undefined;
  const bytes = new Vector(column.data.map((data) => data.clone(bytesType)));
  return (row) => bytes.get(row) as Uint8Array;
}

/** Decimals lie as integers of 32 to 256 bits, in words of which the lowest is first. */
function decimalsOf(column: Vector): Cell {
  const { scale, bitWidth } = column.type as Decimal;
  const words = column.data[0]!.values as Uint32Array;
  const stride = bitWidth / 32;
  return (row) => {
    if (!column.isValid(row)) return null;
    let value = 0n;
    for (let i = stride - 1; i >= 0; i--) value = (value << 32n) | BigInt(words[row * stride + i]!);
    return decimalDigits(BigInt.asIntN(bitWidth, value), scale);
  };
}
