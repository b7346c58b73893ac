/** Numbers of encodings in parquet.thrift. */
const [BINARY_PACKED, LENGTH_BYTE_ARRAY, BYTE_ARRAY] = [5, 6, 7];
/** Values of a block: writers take 128 to some thousands. */
const MAX_BLOCK = 2 ** 16;

/**
 * Checks the values of a page that are stored as differences: blocks, counts and lengths fit its bytes, and no text takes
 * more from the one before than that has.
 * @param at where the values begin
 * @param count values of the page that are present
 * @throws Error where they do not
 */
export function checkDeltas(bytes: Uint8Array, at: number, count: number, encoding: number): void {
  if (encoding === BINARY_PACKED) walkDeltas(bytes, at, count);
  else if (encoding === LENGTH_BYTE_ARRAY || encoding === BYTE_ARRAY) {
    const prefixes = encoding === BYTE_ARRAY ? new Int32Array(count) : undefined;
    const lengths = new Int32Array(count);
    let end = at;
    for (const into of prefixes ? [prefixes, lengths] : [lengths]) {
      end = walkDeltas(bytes, end, count, (value, i) => {
        into[i] = value;
      });
    }
    let left = bytes.length - end;
    let before = 0;
    let held = 0;
    lengths.forEach((length, i) => {
      const prefix = prefixes?.[i] ?? 0;
      left -= length;
      if (length < 0 || left < 0) throw new Error(`a text of ${length} bytes where fewer are left`);
      if (prefix < 0 || prefix > before)
        throw new Error(`a text that begins as ${prefix} bytes of ${before}`);
      before = prefix + length;
      held += before;
    });
    if (held > MAX_TEXT_BYTES) throw new Error(`texts of ${held} bytes`);
  }
}

/** Bytes of the texts of a page beyond which memory could not hold them. */
const MAX_TEXT_BYTES = 2 ** 29;

/**
 * Walks values that are packed as differences of 32 bits.
 * @param take gets every value with its place, where the values are asked for
 * @returns where the bytes after them begin
 */
function walkDeltas(
  bytes: Uint8Array,
  begin: number,
  count: number,
  take?: (value: number, i: number) => void,
): number {
  const cursor = { bytes, at: begin };
  const [block, miniblocks, total] = [varint(cursor), varint(cursor), varint(cursor)];
  const perMiniblock = block / miniblocks;
  if (!(block <= MAX_BLOCK && perMiniblock >= 8 && perMiniblock % 8 === 0)) {
    throw new Error(`blocks of ${block} values in ${miniblocks} parts`);
  }
  if (total !== count) throw new Error(`${total} differences where ${count} values are`);
  let value = zigzag(varint(cursor));
  take?.(value, 0);
  for (let i = 1; i < count; ) {
    const least = zigzag(varint(cursor));
    const widths = cursor.at;
    cursor.at += miniblocks;
    for (let m = 0; m < miniblocks && i < count; m++) {
      const width = byteAt(bytes, widths + m);
      if (width > 64) throw new Error(`differences of ${width} bits`);
      const end = cursor.at + (perMiniblock * width) / 8;
      const used = Math.min(perMiniblock, count - i);
      // Writers may leave the padding of the last one out.
      if (cursor.at + (used * width) / 8 > bytes.length) throw new Error('differences end early');
      if (take) {
        for (let k = 0; k < used; k++) {
          value = (value + least + bitsAt(bytes, cursor.at, k * width, width)) | 0;
          take(value, i + k);
        }
      }
      i += used;
      cursor.at = end;
    }
  }
  return cursor.at;
}

interface Cursor {
  bytes: Uint8Array;
  at: number;
}

/** An unsigned number of seven bits a byte; above 2^53 not exact. */
function varint(cursor: Cursor): number {
  let value = 0;
  for (let factor = 1; factor <= 2 ** 63; factor *= 128) {
    const byte = byteAt(cursor.bytes, cursor.at++);
    value += (byte & 0x7f) * factor;
    if (byte < 0x80) return value;
  }
  throw new Error('a number without an end');
}

const zigzag = (value: number): number => (value % 2 === 0 ? value / 2 : -(value + 1) / 2);

/** The lowest 32 of some bits, the first of which is the lowest of its byte. */
function bitsAt(bytes: Uint8Array, begin: number, offset: number, width: number): number {
  let value = 0;
  for (let bit = 0; bit < Math.min(width, 32); bit++) {
    const place = offset + bit;
    value |= ((byteAt(bytes, begin + (place >> 3)) >> (place & 7)) & 1) << bit;
  }
  return value;
}

function byteAt(bytes: Uint8Array, at: number): number {
  if (at >= bytes.length) throw new Error('a page ends early');
  return bytes[at]!;
}
