import type { FileMetaData, SchemaTree } from 'hyparquet';
import { decimalDigits, decode, textOrBytes } from './document-fields.js';
import { JsonText } from './json-text.js';

type SchemaElement = FileMetaData['schema'][number];

/**
 * How the values of an id column become ids: decimals as their digits, binary values as text only where they look like
 * one. The library would round decimals, so their column is read as what lies below them: its type is taken from `schema`.
 */
export function parquetIdReader(schema: SchemaTree, field: string): (value: unknown) => unknown {
  const element = findColumn(schema, field)?.element;
  if (element === undefined) return (value) => value;
  const { converted_type: converted, logical_type: logical } = element;
  if (converted === 'DECIMAL' || logical?.type === 'DECIMAL') return decimalReader(element);
  const isText = converted === 'UTF8' || converted === 'ENUM' || logical?.type === 'STRING';
  return (value) => {
    if (value instanceof JsonText) return value.parse();
    if (!(value instanceof Uint8Array)) return value;
    return isText ? decode(value) : textOrBytes(value);
  };
}

/** Decimals lie as integers of 32 or 64 bits, or in bytes of which the highest is first. */
function decimalReader(element: SchemaElement): (value: unknown) => unknown {
  const { logical_type: logical } = element;
  const scale = element.scale ?? (logical?.type === 'DECIMAL' ? logical.scale : 0);
  delete element.converted_type;
  delete element.logical_type;
  return (value) => {
    if (typeof value === 'number' || typeof value === 'bigint') return decimalDigits(BigInt(value), scale);
    if (!(value instanceof Uint8Array) || value.length === 0) return value;
    const unsigned = BigInt(`0x${Buffer.from(value).toString('hex')}`);
    return decimalDigits(BigInt.asIntN(8 * value.length, unsigned), scale);
  };
}

/** The column of a field, the whole name before its steps. */
function findColumn(schema: SchemaTree, field: string): SchemaTree | undefined {
  const childOf = (tree: SchemaTree | undefined, name: string): SchemaTree | undefined =>
    tree?.children.find(({ element }) => element.name === name);
  return childOf(schema, field) ?? field.split('.').reduce<SchemaTree | undefined>(childOf, schema);
}
