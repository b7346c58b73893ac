/** Reads the parts of a pickle one after the other; every read stays within the bytes. */
export class PickleBytes {
  readonly #bytes: Buffer;
  readonly #refuse: (what: string, found: string) => Error;
  offset: number;

  /** @param refuse makes the error for a part that is cut off or not text */
  constructor(bytes: Uint8Array, offset: number, refuse: (what: string, found: string) => Error) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.offset = offset;
    this.#refuse = refuse;
  }

  uint8(): number {
    // Most of a pickle is single bytes; a view of each would cost most of the time.
    if (this.offset < this.#bytes.length) return this.#bytes[this.offset++]!;
    return this.#take(1).readUInt8();
  }

  uint16(): number {
    return this.#take(2).readUInt16LE();
  }

  int32(): number {
    return this.#take(4).readInt32LE();
  }

  uint32(): number {
    return this.#take(4).readUInt32LE();
  }

  float64(): number {
    return this.#take(8).readDoubleBE();
  }

  /** A length in 8 bytes; one that is too large for a number is too large for any file. */
  uint64(): number {
    return Number(this.#take(8).readBigUInt64LE());
  }

  /** A view of the next bytes. */
  bytes(length: number): Buffer {
    return this.#take(length);
  }

  utf8(length: number): string {
    const part = this.#take(length);
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(part);
    } catch {
      throw this.#refuse('a text in this pickle is not UTF-8', `${length} bytes of another encoding`);
    }
  }

  /** A line without its end, as GLOBAL has. */
  line(): string {
    const end = this.#bytes.indexOf(0x0a, this.offset);
    if (end < 0) throw this.#refuse('this pickle is cut off', 'the end of the file within a line');
    const text = this.utf8(end - this.offset);
    this.offset++;
    return text;
  }

  /** A signed integer of any length, little-endian; a bigint where a number does not hold it exactly. */
  long(length: number): number | bigint {
    const part = this.#take(length);
    if (length === 0) return 0;
    let value = 0n;
    for (let i = length - 1; i >= 0; i--) value = (value << 8n) | BigInt(part[i]!);
    const signed = BigInt.asIntN(8 * length, value);
    const number = Number(signed);
    return Number.isSafeInteger(number) ? number : signed;
  }

  #take(length: number): Buffer {
    const end = this.offset + length;
    if (end > this.#bytes.length) {
      throw this.#refuse(
        'this pickle is cut off',
        `${this.#bytes.length - this.offset} of ${length} bytes before the end of the file`,
      );
    }
    const part = this.#bytes.subarray(this.offset, end);
    this.offset = end;
    return part;
  }
}
