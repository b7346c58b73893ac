const MAGIC = 0x184d2204;

/**
 * Decompresses LZ4 frames (version 1.6 of the format) as Arrow's writers make them; checksums are not compared.
 * @param maxBytes what they may hold at most; more is an error
 * @throws Error when the data are truncated or corrupt
 */
export function decompressLz4Frames(input: Uint8Array, maxBytes = Number.POSITIVE_INFINITY): Uint8Array {
  const view = new DataView(input.buffer, input.byteOffset, input.byteLength);
  const output = new GrowingBytes(Math.min(input.length * 4, maxBytes), maxBytes);
  for (let at = 0; at < input.length; ) {
    if (view.getUint32(at, true) !== MAGIC) throw new Error('this is not an LZ4 frame');
    const flags = view.getUint8(at + 4);
    const [blockChecksums, contentSize, contentChecksum, dictionary] = [16, 8, 4, 1].map(
      (bit) => flags & bit,
    );
    if (flags >> 6 !== 1 || dictionary) throw new Error('LZ4 frames of this kind are not supported');
    at += 7 + (contentSize ? 8 : 0);
    for (;;) {
      const size = view.getUint32(at, true);
      at += 4;
      if (size === 0) break;
      const length = size & 0x7fffffff;
      if (at + length > input.length) throw new Error('the LZ4 data end in the middle of a block');
      const block = input.subarray(at, at + length);
      // The highest bit marks a block that is stored as it is.
      if (size !== length) output.append(block, 0, length);
      else decompressBlock(block, output);
      at += length + (blockChecksums ? 4 : 0);
    }
    if (contentChecksum) at += 4;
  }
  return output.bytes.subarray(0, output.length);
}

/** A growing array of bytes; blocks refer back to earlier ones. */
class GrowingBytes {
  bytes: Uint8Array;
  length = 0;

  readonly #maxBytes: number;

  constructor(capacity: number, maxBytes: number) {
    this.bytes = new Uint8Array(capacity);
    this.#maxBytes = maxBytes;
  }

  append(source: Uint8Array, from: number, count: number): void {
    this.#reserve(count);
    this.bytes.set(source.subarray(from, from + count), this.length);
    this.length += count;
  }

  /** Repeats what lies `distance` bytes back; the copy may overlap what it writes. */
  repeat(distance: number, count: number): void {
    if (distance === 0 || distance > this.length) throw new Error('an LZ4 match begins before the data');
    this.#reserve(count);
    const { bytes } = this;
    const to = this.length;
    if (distance >= count) bytes.copyWithin(to, to - distance, to - distance + count);
    else for (let i = 0; i < count; i++) bytes[to + i] = bytes[to + i - distance]!;
    this.length += count;
  }

  #reserve(count: number): void {
    const needed = this.length + count;
    if (needed <= this.bytes.length) return;
    if (needed > this.#maxBytes)
      throw new Error(`the LZ4 data hold more than the ${this.#maxBytes} bytes declared`);
    const larger = new Uint8Array(Math.min(2 * needed, this.#maxBytes));
    larger.set(this.bytes.subarray(0, this.length));
    this.bytes = larger;
  }
}

function decompressBlock(block: Uint8Array, output: GrowingBytes): void {
  let at = 0;
  const next = (): number => {
    if (at >= block.length) throw new Error('an LZ4 block ends in the middle of a sequence');
    return block[at++]!;
  };
  const lengthFrom = (nibble: number): number => {
    let length = nibble;
    if (nibble !== 15) return length;
    for (let more = 255; more === 255; length += more) more = next();
    return length;
  };
  while (at < block.length) {
    const token = next();
    const literals = lengthFrom(token >> 4);
    if (at + literals > block.length) throw new Error('an LZ4 block ends in the middle of its literals');
    output.append(block, at, literals);
    at += literals;
    // The last sequence of a block has no match.
    if (at === block.length) return;
    const distance = next() | (next() << 8);
    output.repeat(distance, lengthFrom(token & 15) + 4);
  }
}
