/** Where a vector lies: the place of its first element, and their number. */
export interface FlatVector {
  begin: number;
  length: number;
}

/** Bytes of a flatbuffer and how many more tables may be read of it: no two tables share their bytes in honest ones. */
interface FlatBuffer {
  view: DataView;
  tables: number;
}

const MIN_TABLE_BYTES = 4;

/**
 * A table of a flatbuffer. Every place is checked against the bytes that are there before it is read, so that metadata
 * which is broken ends in an error, wherever it leads.
 */
export class FlatTable {
  readonly #buffer: FlatBuffer;
  readonly #begin: number;
  readonly #vtable: number;
  readonly #vtableBytes: number;

  private constructor(buffer: FlatBuffer, begin: number) {
    if (--buffer.tables < 0) throw new Error('the metadata refers to itself');
    this.#buffer = buffer;
    this.#begin = begin;
    this.#check(begin, 4);
    this.#vtable = begin - buffer.view.getInt32(begin, true);
    this.#check(this.#vtable, 4);
    this.#vtableBytes = buffer.view.getUint16(this.#vtable, true);
    this.#check(this.#vtable, this.#vtableBytes);
  }

  /** The root of a flatbuffer. @throws Error where it lies outside of the bytes; so do all other methods */
  static root(bytes: Uint8Array): FlatTable {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (bytes.length < 8) throw new Error('the metadata is truncated');
    const buffer = { view, tables: Math.floor(bytes.length / MIN_TABLE_BYTES) };
    return new FlatTable(buffer, view.getUint32(0, true));
  }

  uint8(field: number, absent = 0): number {
    const at = this.#field(field, 1);
    return at === 0 ? absent : this.#buffer.view.getUint8(at);
  }

  int16(field: number, absent = 0): number {
    const at = this.#field(field, 2);
    return at === 0 ? absent : this.#buffer.view.getInt16(at, true);
  }

  int32(field: number, absent = 0): number {
    const at = this.#field(field, 4);
    return at === 0 ? absent : this.#buffer.view.getInt32(at, true);
  }

  /** A count or a place. @throws Error when it is negative or beyond what a number holds */
  size(field: number): number {
    const at = this.#field(field, 8);
    return at === 0 ? 0 : this.sizeAt(at);
  }

  /** The count at a place in a vector, as `size`. */
  sizeAt(at: number): number {
    this.#check(at, 8);
    const value = Number(this.#buffer.view.getBigInt64(at, true));
    if (value < 0 || !Number.isSafeInteger(value)) throw new Error(`${value} is no size`);
    return value;
  }

  int32At(at: number): number {
    this.#check(at, 4);
    return this.#buffer.view.getInt32(at, true);
  }

  table(field: number): FlatTable | undefined {
    const at = this.#field(field, 4);
    return at === 0 ? undefined : new FlatTable(this.#buffer, this.#follow(at));
  }

  string(field: number): string | undefined {
    const found = this.vector(field, 1);
    if (found === undefined) return undefined;
    const { buffer, byteOffset } = this.#buffer.view;
    return new TextDecoder().decode(new Uint8Array(buffer, byteOffset + found.begin, found.length));
  }

  /** A vector of scalars or structs of this many bytes; all of them are there. */
  vector(field: number, elementBytes: number): FlatVector | undefined {
    const at = this.#field(field, 4);
    if (at === 0) return undefined;
    const begin = this.#follow(at);
    this.#check(begin, 4);
    const length = this.#buffer.view.getUint32(begin, true);
    this.#check(begin + 4, length * elementBytes);
    return { begin: begin + 4, length };
  }

  tables(field: number): FlatTable[] {
    const { begin, length } = this.vector(field, 4) ?? { begin: 0, length: 0 };
    return Array.from({ length }, (_, i) => new FlatTable(this.#buffer, this.#follow(begin + 4 * i)));
  }

  /** The place of a field of this many bytes; 0 where the table does not have it. */
  #field(field: number, bytes: number): number {
    const slot = 4 + 2 * field;
    if (slot + 2 > this.#vtableBytes) return 0;
    const offset = this.#buffer.view.getUint16(this.#vtable + slot, true);
    if (offset === 0) return 0;
    this.#check(this.#begin + offset, bytes);
    return this.#begin + offset;
  }

  #follow(at: number): number {
    return at + this.#buffer.view.getUint32(at, true);
  }

  #check(at: number, bytes: number): void {
    if (at >= 0 && at + bytes <= this.#buffer.view.byteLength) return;
    throw new Error(`the metadata refers to byte ${at + bytes} of ${this.#buffer.view.byteLength}`);
  }
}
