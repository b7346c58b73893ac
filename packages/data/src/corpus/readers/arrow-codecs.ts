import { CompressionType, compressionRegistry } from 'apache-arrow';
import { decompress } from 'fzstd';
import { decompressLz4Frames } from './lz4-frame.js';

/**
 * Teaches arrow-js to read compressed batches. It is not taught to write them: what version 21 writes other
 * readers refuse.
 */
export function registerArrowCodecs(): void {
  compressionRegistry.set(CompressionType.LZ4_FRAME, { decode: decompressLz4Frames });
  compressionRegistry.set(CompressionType.ZSTD, { decode: (data) => aligned(decompress(data)) });
}

/** arrow-js makes views of 64-bit numbers on what it is given. */
function aligned(bytes: Uint8Array): Uint8Array {
  return bytes.byteOffset % 8 === 0 ? bytes : bytes.slice();
}
