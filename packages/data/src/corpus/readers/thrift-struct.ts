/** Fields of a struct by their numbers, as far as they are numbers, booleans (1 and 0) or structs. */
export interface ThriftStruct {
  fields: Map<number, number | ThriftStruct>;
  /** The byte behind it. */
  end: number;
}

const MAX_DEPTH = 32;

/**
 * Reads a struct of Thrift's compact protocol, as Parquet's metadata are, and checks that every length and count in it
 * fits the bytes that are there: what reads it after would allocate by them.
 * @throws Error where it does not
 */
export function readThriftStruct(bytes: Uint8Array, begin: number, depth = 0): ThriftStruct {
  if (depth > MAX_DEPTH) throw new Error('its metadata are nested too deeply');
  const fields: ThriftStruct['fields'] = new Map();
  let at = begin;
  const next = (): number => {
    if (at >= bytes.length) throw new Error('its metadata end early');
    return bytes[at++]!;
  };
  const varint = (): number => {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = next();
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
      if (factor > 2 ** 63) throw new Error('a number in its metadata has no end');
    }
  };
  const skip = (count: number): void => {
    if (at + count > bytes.length)
      throw new Error(`its metadata count ${count} where ${bytes.length - at} bytes are left`);
    at += count;
  };
  const value = (type: number): number | ThriftStruct | undefined => {
    if (type === 1 || type === 2) return type === 1 ? 1 : 0;
    if (type === 3) return next();
    if (type <= 6) {
      const zigzag = varint();
      return zigzag % 2 === 0 ? zigzag / 2 : -(zigzag + 1) / 2;
    }
    if (type === 7) skip(8);
    else if (type === 8) skip(varint());
    else if (type === 9) list();
    else if (type === 12) {
      const struct = readThriftStruct(bytes, at, depth + 1);
      at = struct.end;
      return struct;
    } else throw new Error(`its metadata have a value of type ${type}`);
    return undefined;
  };
  const list = (): void => {
    const head = next();
    const type = head & 15;
    const count = head >> 4 === 15 ? varint() : head >> 4;
    if (at + count > bytes.length)
      throw new Error(`its metadata count ${count} where ${bytes.length - at} bytes are left`);
    // Booleans take a byte each in lists.
    for (let i = 0; i < count; i++) value(type <= 2 ? 3 : type);
  };
  let number = 0;
  for (let head = next(); (head & 15) !== 0; head = next()) {
    const zigzag = head >> 4 === 0 ? varint() : undefined;
    number = zigzag === undefined ? number + (head >> 4) : zigzag >>> 1;
    const found = value(head & 15);
    if (found !== undefined) fields.set(number, found);
  }
  return { fields, end: at };
}
