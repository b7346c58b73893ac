import { type Data, DataType, type FixedSizeList, type Union, UnionMode, type Vector } from 'apache-arrow';

const VIEW_BYTES = 16;
const INLINE_BYTES = 12;
const VALID_BITS = 8;

/**
 * Checks that all places and lengths in the buffers of a batch lie in these buffers: arrow-js looks at none of them, and
 * would read other values, or none, without an end.
 * @param checked what has been checked before, such as dictionaries, which batches share
 * @throws Error naming the column
 */
export function checkBatchData(data: Data, checked: WeakSet<Data>, name = 'the batch'): void {
  if (checked.has(data)) return;
  checked.add(data);
  const { type, length, children } = data;
  const fail = (what: string): never => {
    throw new Error(`${name} (${type}, ${length} values) ${what}`);
  };
  const need = (array: ArrayLike<unknown> | undefined, count: number, what: string): void => {
    if ((array?.length ?? 0) < count) fail(`has ${array?.length ?? 0} of ${count} ${what}`);
  };
  if (data.nullCount > 0) need(data.nullBitmap, Math.ceil(length / VALID_BITS), 'bytes of null bits');
  if (length > 0) checkOwnBuffers(data, need, fail);
  children.forEach((child, i) => {
    const { name: step } = type.children[i];
    checkBatchData(child, checked, name === 'the batch' ? `column ${step}` : `${name}.${step}`);
  });
}

type Need = (array: ArrayLike<unknown> | undefined, count: number, what: string) => void;

function checkOwnBuffers(data: Data, need: Need, fail: (what: string) => never): void {
  const { type, length, children, values } = data;
  if (DataType.isDictionary(type)) {
    need(values, length, 'indices');
    const size = (data.dictionary as Vector | undefined)?.length ?? 0;
    checkIndices(data, size, fail);
    const checked = new WeakSet<Data>();
    for (const part of data.dictionary?.data ?? []) checkBatchData(part, checked, 'a dictionary');
  } else if (DataType.isStruct(type)) {
    for (const child of children) if (child.length < length) fail(`has a child of ${child.length} values`);
  } else if (DataType.isFixedSizeList(type)) {
    const { listSize } = type as FixedSizeList;
    if (listSize < 0 || children[0]!.length < length * listSize) fail(`has ${children[0]!.length} items`);
  } else if (DataType.isList(type) || DataType.isLargeList(type) || DataType.isMap(type)) {
    checkOffsets(data, children[0]!.length, need, fail);
  } else if (isText(type)) {
    checkOffsets(data, values.length, need, fail);
  } else if (DataType.isUtf8View(type) || DataType.isBinaryView(type)) {
    need(values, length * VIEW_BYTES, 'bytes of views');
    checkViews(data, fail);
  } else if (DataType.isUnion(type)) {
    checkUnion(data, need, fail);
  } else if (DataType.isBool(type)) {
    need(values, Math.ceil(length / 8), 'bytes of bits');
  } else if (!DataType.isNull(type)) {
    need(values, length * data.stride, 'numbers');
  }
}

const isText = (type: DataType): boolean =>
  DataType.isUtf8(type) ||
  DataType.isLargeUtf8(type) ||
  DataType.isBinary(type) ||
  DataType.isLargeBinary(type);

/** Offsets ascend, from the beginning of the values at most to their end. */
function checkOffsets(
  { valueOffsets, length }: Data,
  end: number,
  need: Need,
  fail: (what: string) => never,
): void {
  const offsets: Int32Array | BigInt64Array = valueOffsets;
  need(offsets, length + 1, 'offsets');
  if (offsets instanceof BigInt64Array) {
    // No buffer has 2^32 bytes, so that high halves are zero; comparing halves is many times faster.
    const halves = new Uint32Array(offsets.buffer, offsets.byteOffset, 2 * (length + 1));
    for (let i = 1; i < halves.length; i += 2) if (halves[i] !== 0) fail(`has an offset beyond its values`);
    for (let i = 2; i < halves.length; i += 2)
      if (halves[i]! < halves[i - 2]!) fail('has offsets that descend');
    if (halves[2 * length]! > end) fail(`has the offset ${halves[2 * length]} in ${end} values`);
    return;
  }
  if (offsets[0]! < 0) fail(`has the offset ${offsets[0]}`);
  for (let i = 1; i <= length; i++) if (offsets[i]! < offsets[i - 1]!) fail('has offsets that descend');
  if (offsets[length]! > end) fail(`has the offset ${offsets[length]} in ${end} values`);
}

/** Indices of values that are not null lie in the dictionary. */
function checkIndices(data: Data, size: number, fail: (what: string) => never): void {
  const indices = data.values as ArrayLike<number | bigint>;
  for (let i = 0; i < data.length; i++) {
    const index = indices[i]!;
    if ((index < 0 || index >= size) && data.getValid(i)) fail(`has the index ${index} in ${size} values`);
  }
}

/** Longer texts than 12 bytes lie in one of the buffers besides (Arrow columnar format, "Variable-size Binary View Layout"). */
function checkViews(data: Data, fail: (what: string) => never): void {
  const bytes = data.values as Uint8Array;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const buffers = (data as unknown as { variadicBuffers: readonly Uint8Array[] }).variadicBuffers;
  for (let i = 0; i < data.length; i++) {
    const size = view.getInt32(VIEW_BYTES * i, true);
    if ((size >= 0 && size <= INLINE_BYTES) || !data.getValid(i)) continue;
    const buffer = buffers[view.getInt32(VIEW_BYTES * i + 8, true)];
    const offset = view.getInt32(VIEW_BYTES * i + 12, true);
    if (size < 0 || offset < 0 || offset + size > (buffer?.length ?? 0)) fail('has a view beyond its values');
  }
}

function checkUnion(data: Data, need: Need, fail: (what: string) => never): void {
  const { length, children } = data;
  const type = data.type as Union;
  const isDense = type.mode === UnionMode.Dense;
  need(data.typeIds, length, 'kinds');
  if (isDense) need(data.valueOffsets, length, 'offsets');
  for (let i = 0; i < length; i++) {
    const child = children[type.typeIdToChildIndex[data.typeIds[i]]!];
    const at = isDense ? data.valueOffsets[i] : i;
    if (child === undefined || at < 0 || at >= child.length) fail('has a value in none of its kinds');
  }
}
