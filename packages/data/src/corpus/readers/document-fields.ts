import { isUtf8 } from 'node:buffer';
import { excerpt, idText, LetheError } from '@lethe/contracts';
import type { CorpusDocument } from '../documents/corpus-document.js';
import type { Malformed } from '../files/malformed-rows.js';
import { JsonText } from './json-text.js';

/** Which fields of a record hold its text and its id; steps into nested records are separated by dots. */
export interface FieldNames {
  textField: string;
  /** By default `id` if a record has one. false: ids are numbered. */
  idField: string | false | undefined;
}

/** Gives the value of a field, the whole name before its steps: a column may have a dot in its name. */
function fieldGetter(name: string): (record: unknown) => unknown {
  const steps = name.split('.');
  return (record) => {
    if (typeof record !== 'object' || record === null) return undefined;
    const whole = (record as Record<string, unknown>)[name];
    if (whole !== undefined || steps.length === 1) return whole;
    let value: unknown = record;
    for (const step of steps) {
      if (value instanceof JsonText) value = value.parse();
      if (typeof value !== 'object' || value === null) return undefined;
      value = (value as Record<string, unknown>)[step];
    }
    return value;
  };
}

/**
 * Makes documents of records. A document without an id is called `<source>-<number>`.
 * @param readId what a value of the id field states, where its type tells more than the value
 * @returns a function that gives the document of a record, or what is wrong with it
 */
export function documentMaker(
  { textField, idField }: FieldNames,
  source: string,
  readId: (value: unknown) => unknown = (value) => value,
): (record: unknown, number: number) => CorpusDocument | Malformed {
  const textOf = fieldGetter(textField);
  const idOf = idField === false ? () => undefined : fieldGetter(idField ?? 'id');
  return (record, number) => {
    const text = decode(textOf(record));
    if (text instanceof Uint8Array) {
      return { kind: 'not-utf-8', found: `bytes ${Buffer.from(text).toString('hex', 0, 8)}...` };
    }
    if (typeof text !== 'string') return badText(record, text, textField);
    if (!isWellFormed(text)) {
      return { kind: 'text-not-unicode', found: `half of a surrogate pair in ${excerpt(text)}` };
    }
    const stated = readId(idOf(record));
    const id = idText(stated);
    if (id !== undefined && isWellFormed(id)) return { id, text, source };
    if (typeof idField === 'string') {
      return { kind: 'id-missing', found: `"${idField}" is ${describeValue(stated)}` };
    }
    return { id: `${source}-${number}`, text, source };
  };
}

/** A binary value as an id: digests may be UTF-8 by chance, but not without control characters. */
export function textOrBytes(value: Uint8Array): string | Uint8Array {
  const text = decode(value);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are looked for.
  return typeof text === 'string' && !/[\0-\x1f\x7f-\x9f]/.test(text) ? text : value;
}

/** All digits of the decimal `unscaled * 10 ** -scale`. */
export function decimalDigits(unscaled: bigint, scale: number): string {
  if (scale <= 0) return String(unscaled * 10n ** BigInt(-scale));
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, '0');
  return `${unscaled < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

/** Columns of Parquet and Arrow may hold texts as bytes, which stay bytes where they are not UTF-8. */
export function decode(value: unknown): unknown {
  const bytes = value instanceof JsonText ? value.bytes : value;
  return bytes instanceof Uint8Array && isUtf8(bytes)
    ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString()
    : bytes;
}

function badText(record: unknown, text: unknown, field: string): Malformed {
  if (typeof record !== 'object' || record === null || Array.isArray(record)) {
    return { kind: 'not-json', found: describeValue(record) };
  }
  if (text === undefined || text === null) {
    const fields = Object.keys(record).slice(0, 8).join(', ') || 'none';
    return {
      kind: 'text-absent',
      found: `"${field}" is ${text === null ? 'null' : 'absent'}; fields: ${fields}`,
    };
  }
  return { kind: 'text-not-string', found: `"${field}" is ${describeValue(text)}` };
}

function describeValue(value: unknown): string {
  if (value === undefined) return 'absent';
  if (value === null) return 'null';
  if (value === '') return 'empty';
  if (Array.isArray(value)) return 'a list';
  if (value instanceof Uint8Array) return `${value.length} bytes`;
  if (typeof value === 'object') return 'a record';
  const type = typeof value === 'bigint' ? 'number' : typeof value;
  return `the ${type} ${excerpt(String(value))}`;
}

/** The type library of ES2023 lacks the method; Node 20 has it. */
function isWellFormed(text: string): boolean {
  return (text as unknown as { isWellFormed(): boolean }).isWellFormed();
}

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
