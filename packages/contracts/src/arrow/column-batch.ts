import { isAscii } from 'node:buffer';
import type { RecordBatch, Vector } from 'apache-arrow';
import { LetheError } from '../errors.js';
import type { RowOf, TableDefinition } from './define-table.js';

type Name<T extends TableDefinition> = keyof T['columns'] & string;

/** Lists of numbers laid out flat: list `i` is `values.subarray(offsets[i], offsets[i + 1])`. */
export interface NumberLists {
  offsets: Int32Array;
  values: Int32Array | Float32Array | Float64Array;
}

/** A column of strings as stored in a file: string `i` is the UTF-8 text of `bytes.subarray(offsets[i], offsets[i + 1])`. */
export interface StringBytes {
  offsets: Int32Array;
  bytes: Uint8Array;
}

/** Mean bytes per string up to which a column holds names rather than texts. */
const NAME_BYTES = 64;

/** One batch of a table with access by column; numeric columns are views, never copies. */
export class ColumnBatch<T extends TableDefinition> {
  readonly length: number;
  readonly #table: T;
  readonly #batch: RecordBatch;

  constructor(table: T, batch: RecordBatch, file: string) {
    this.#table = table;
    this.#batch = batch;
    this.length = batch.numRows;
    for (const [name, column] of Object.entries(table.columns)) {
      const nulls = batch.getChild(name)?.nullCount ?? 0;
      if (nulls > 0 && !column.nullable) {
        throw new LetheError({
          what: `column "${name}" holds nulls`,
          where: file,
          expected: `no nulls (${column.description})`,
          found: `${nulls} nulls in a batch of ${batch.numRows} rows`,
          next: `write a value in every row of "${name}" and run the stage again`,
        });
      }
    }
  }

  /** A numeric column without nulls, or the values of fixed-size lists row after row. */
  numbers(name: Name<T>): Int32Array | Float32Array | Float64Array {
    const data = this.#vector(name).data[0]!;
    if (this.#table.columns[name]!.shape !== 'fixed-size-list') {
      return data.values.subarray(0, this.length);
    }
    const size = data.type.listSize as number;
    const start = data.offset * size;
    return data.children[0]!.values.subarray(start, start + this.length * size);
  }

  /** Length of the lists of a fixed-size-list column. */
  listSize(name: Name<T>): number {
    return this.#vector(name).type.listSize;
  }

  /** A string column. */
  strings(name: Name<T>): string[] {
    const vector = this.#vector(name);
    const data = vector.data[0]!;
    if (vector.nullCount === 0) {
      const offsets: Int32Array = data.valueOffsets;
      const bytes: Uint8Array = data.values.subarray(offsets[0]!, offsets[this.length]!);
      // One character per byte: the column is decoded at once and sliced, many times faster than row by row. Slices keep
      // the whole column alive, so this is for names, not for texts.
      if (bytes.length > 0 && bytes.length <= NAME_BYTES * this.length && isAscii(bytes)) {
        const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
        const first = offsets[0]!;
        return Array.from({ length: this.length }, (_, i) =>
          text.slice(offsets[i]! - first, offsets[i + 1]! - first),
        );
      }
    }
    return Array.from({ length: this.length }, (_, i) => vector.get(i) as string);
  }

  /** A string column without nulls as stored in the file: UTF-8 texts one after the other, and where each begins. */
  stringBytes(name: Name<T>): StringBytes {
    const data = this.#vector(name).data[0]!;
    return { offsets: data.valueOffsets.subarray(0, this.length + 1), bytes: data.values };
  }

  /** A boolean column. */
  booleans(name: Name<T>): boolean[] {
    const vector = this.#vector(name);
    return Array.from({ length: this.length }, (_, i) => vector.get(i) as boolean);
  }

  /** A column of lists of numbers. */
  numberLists(name: Name<T>): NumberLists {
    const data = this.#vector(name).data[0]!;
    return { offsets: data.valueOffsets.subarray(0, this.length + 1), values: data.children[0]!.values };
  }

  /** A column of lists of strings. */
  stringLists(name: Name<T>): string[][] {
    const vector = this.#vector(name);
    return Array.from({ length: this.length }, (_, i) => Array.from(vector.get(i) as Vector) as string[]);
  }

  /** The batch as row objects: for small tables. */
  rows(): RowOf<T>[] {
    const columns = Object.entries(this.#table.columns).map(([name, column]) => {
      const vector = this.#vector(name as Name<T>);
      const isList = column.shape !== 'scalar';
      return [name, (i: number) => (isList ? Array.from(vector.get(i) as Vector) : vector.get(i))] as const;
    });
    return Array.from(
      { length: this.length },
      (_, i) => Object.fromEntries(columns.map(([name, get]) => [name, get(i)])) as RowOf<T>,
    );
  }

  #vector(name: Name<T>): Vector {
    // Checked against the contract when the file was opened.
    return this.#batch.getChild(name)!;
  }
}
