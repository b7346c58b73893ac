import { checkDeltas } from './parquet-deltas.js';

/** What of a page is packed: levels of its values, indices where it refers to a dictionary, differences. */
export interface PackedPage {
  /** Levels and values, decompressed. */
  bytes: Uint8Array;
  /** Where repetition levels, definition levels and values begin; levels of pages of version 1 begin with their length. */
  version: 1 | 2;
  repetitionBytes: number;
  definitionBytes: number;
  values: number;
  /** Number of its encoding in parquet.thrift. */
  encoding: number;
}

/** The greatest levels of a column: how many of the columns around it, and itself, are repeated or may be absent. */
export interface Levels {
  repetition: number;
  definition: number;
}

const DICTIONARY_ENCODINGS = [2, 8];
/** Padding of packed runs that writers leave behind the values. */
const MAX_PADDING = 512;

/**
 * Checks that no run of a page holds more values than the page has left, since readers write all of a run, and that
 * differences are as many as its values.
 * @throws Error where one does, or the bytes end early
 */
export function checkPackedPage(page: PackedPage, levels: Levels): void {
  const { bytes, version, values } = page;
  let at = 0;
  let present = values;
  for (const [level, length] of [
    [levels.repetition, page.repetitionBytes],
    [levels.definition, page.definitionBytes],
  ] as const) {
    const begin = version === 1 && level > 0 ? at + 4 : at;
    const end =
      version === 1 && level > 0
        ? begin + new DataView(bytes.buffer, bytes.byteOffset + at, 4).getUint32(0, true)
        : at + length;
    if (level > 0) present = countInRuns(bytes, begin, 32 - Math.clz32(level), values, level);
    at = version === 1 && level === 0 ? at : end;
  }
  if (present === 0) return;
  if (!DICTIONARY_ENCODINGS.includes(page.encoding)) {
    checkDeltas(bytes, at, present, page.encoding);
    return;
  }
  const width = byteAt(bytes, at);
  if (width > 32) throw new Error(`indices of ${width} bits`);
  if (width > 0) countInRuns(bytes, at + 1, width, present, -1);
}

/** Walks runs (RLE / bit-packing hybrid). @returns how many of the values are `wanted` */
function countInRuns(bytes: Uint8Array, begin: number, width: number, count: number, wanted: number): number {
  let at = begin;
  let found = 0;
  for (let seen = 0; seen < count; ) {
    let head = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = byteAt(bytes, at++);
      head += (byte & 0x7f) * factor;
      if (byte < 0x80) break;
      if (factor > 2 ** 32) throw new Error('a run has no length');
    }
    const isPacked = head % 2 === 1;
    const length = isPacked ? 4 * (head - 1) : head / 2;
    if (length > count - seen + (isPacked ? MAX_PADDING : 0)) {
      throw new Error(`a run of ${length} values where ${count - seen} are left`);
    }
    const used = Math.min(length, count - seen);
    if (isPacked) {
      if (wanted >= 0) for (let i = 0; i < used; i++) if (packedAt(bytes, at, width, i) === wanted) found++;
      at += (length * width) / 8;
    } else {
      let value = 0;
      for (let i = 0; i < Math.ceil(width / 8); i++) value |= byteAt(bytes, at++) << (8 * i);
      if (value === wanted) found += used;
    }
    seen += used;
  }
  return found;
}

function packedAt(bytes: Uint8Array, begin: number, width: number, index: number): number {
  let value = 0;
  for (let bit = 0; bit < width; bit++) {
    const place = index * width + bit;
    value |= ((byteAt(bytes, begin + (place >> 3)) >> (place & 7)) & 1) << bit;
  }
  return value;
}

function byteAt(bytes: Uint8Array, at: number): number {
  if (at >= bytes.length) throw new Error('a run ends early');
  return bytes[at]!;
}
